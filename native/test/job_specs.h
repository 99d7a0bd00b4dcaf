// Complete job specs that are right as they are, to be changed field by field.
#pragma once

#include <string>

#include "core/job_spec.h"

namespace ioproof {

/// One worker reads 64 blocks of 4 KiB once, with the null engine.
inline JobSpec blockSpec() {
    return {.kind = JobKind::Block,
            .engine = EngineKind::Null,
            .direct = false,
            .workers = 1,
            .queueDepth = 1,
            .submitBatch = 1,
            .completeBatch = 1,
            .blockSize = 4096,
            .root = "/nowhere",
            .fileCount = 1,
            .filesPerDirectory = 1000,
            .fileSize = 64 * 4096,
            .access = Access::Sequential,
            .readPercent = 100,
            .operations = {},
            .seed = 1,
            .rampNs = 0,
            .runtimeNs = 0,
            .passes = 1,
            .intervalNs = 1'000'000'000,
            .fsyncAtEnd = false,
            .createFiles = false,
            .requireWritten = false,
            .dropCache = false,
            .registerBuffers = true,
            .registerFiles = true,
            .sqPoll = false,
            .ioPoll = false,
            .hugePages = false,
            .cpus = {},
            .numaNode = -1,
            .nullLatencyNs = 0,
            .nullFailEvery = 0,
            .nullShortEvery = 0};
}

/// One worker opens, reads and closes 10 files of 4 KiB once, with the null engine.
inline JobSpec filesSpec() {
    JobSpec spec = blockSpec();
    spec.kind = JobKind::Files;
    spec.fileCount = 10;
    spec.filesPerDirectory = 4;
    spec.fileSize = 4096;
    spec.operations = {OperationKind::Open, OperationKind::Read, OperationKind::Close};
    return spec;
}

}  // namespace ioproof
