import type {
  ClientSession,
  CreateMonitoredItemsRequestLike,
  CreateMonitoredItemsResponse,
  CreateSubscriptionRequestLike,
  CreateSubscriptionResponse,
  NotificationMessage,
  PublishResponse,
} from 'node-opcua-client';

export type Acknowledgement = { readonly subscriptionId: number; readonly sequenceNumber: number };

/**
 * The subscription services of a session, one method per OPC UA service. Every session of the library has them (it is
 * what its own subscription objects stand on); its type declarations leave them out. Pinned by the tests of this folder.
 */
export type RawSession = ClientSession & {
  createSubscription(request: CreateSubscriptionRequestLike): Promise<CreateSubscriptionResponse>;
  createMonitoredItems(request: CreateMonitoredItemsRequestLike): Promise<CreateMonitoredItemsResponse>;
  publish(
    request: { requestHeader: { timeoutHint: number }; subscriptionAcknowledgements: Acknowledgement[] },
    callback: (error: Error | null, response?: PublishResponse) => void,
  ): void;
  republish(
    request: { subscriptionId: number; retransmitSequenceNumber: number },
    callback: (error: Error | null, response?: { notificationMessage: NotificationMessage }) => void,
  ): void;
};
