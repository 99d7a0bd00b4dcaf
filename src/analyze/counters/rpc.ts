// Requests of a network file system against what the step has asked: what a cache of the client answered shows here.
import type { RpcFigures } from '../../filesystem/counters.js';
import type { CountersRecord } from '../../result/schema.js';
import { type Asked, perByteAsked } from './asked.js';

export function rpcFigures(rpc: RpcFigures, asked: Asked): NonNullable<CountersRecord['rpc']> {
  return {
    ...rpc,
    perOperation: asked.operations === 0 ? null : rpc.requests / asked.operations,
    readPerByteAsked: perByteAsked(rpc.readBytes, asked.readBytes),
    writtenPerByteAsked: perByteAsked(rpc.writtenBytes, asked.writtenBytes),
  };
}
