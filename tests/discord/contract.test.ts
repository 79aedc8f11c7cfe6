import { describeContract } from '../contract/suite.ts';
import { discordDriver } from './bench.ts';

describeContract(discordDriver);
