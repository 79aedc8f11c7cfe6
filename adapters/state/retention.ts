/** For how long each kind is kept, as the house has set it. */
import type { Config } from '../config.ts';
import type { Retention } from './records.ts';

export function retentionOf(config: Config): Retention {
  const all = config.RETENTION_DAYS;
  return {
    conversations: config.RETENTION_DAYS_CONVERSATIONS,
    exchanges: config.RETENTION_DAYS_QUESTIONS ?? all,
    feedback: config.RETENTION_DAYS_FEEDBACK ?? all,
    unanswered: config.RETENTION_DAYS_UNANSWERED ?? all,
    tallies: config.RETENTION_DAYS_STATISTICS ?? all,
    deliveries: config.RETENTION_DAYS_DELIVERIES,
  };
}
