import { describeContract } from '../contract/suite.ts';
import { slackDriver } from './bench.ts';

describeContract(slackDriver(false));
describeContract(slackDriver(true));
