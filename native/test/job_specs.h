// Complete job specs that are right as they are, to be changed field by field.
#pragma once

#include <string>

#include "core/job_spec.h"

namespace ioproof {

inline SizeSpec oneSize(uint64_t bytes) { return {.from = bytes, .to = bytes, .unit = bytes, .shares = {}}; }

/// Every read and write has this size.
inline void setBlockSize(JobSpec& spec, uint64_t bytes) {
    spec.blockSize = bytes;
    spec.readSizes = spec.writeSizes = oneSize(bytes);
}

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
            .directoryWidth = 0,
            .directoryDepth = 0,
            .filesInEveryDirectory = false,
            .filePrefix = "f",
            .fileSize = 64 * 4096,
            .fileSizes = {},
            .packing = Packing::None,
            .sampleCount = 0,
            .access = Access::Sequential,
            .stride = 0,
            .skew = 0,
            .zones = {},
            .readSizes = oneSize(4096),
            .writeSizes = oneSize(4096),
            .offset = 0,
            .offsetIncrement = 0,
            .filePerWorker = false,
            .serviceOrder = ServiceOrder::Sequential,
            .ioBytes = 0,
            .operationLimit = 0,
            .readPercent = 100,
            .operations = {},
            .operationsBefore = {},
            .mix = {},
            .itemsAreDirectories = false,
            .everyWorkerVisits = false,
            .workerShift = 0,
            .itemsPerWorker = 0,
            .seed = 1,
            .rateOperations = 0,
            .rateBytes = 0,
            .arrival = Arrival::Closed,
            .thinkNs = 0,
            .thinkEvery = 0,
            .rampNs = 0,
            .runtimeNs = 0,
            .passes = 1,
            .stonewallNs = 0,
            .resumeAt = {},
            .intervalNs = 1'000'000'000,
            .fsyncAtEnd = false,
            .sync = SyncMode::None,
            .fsyncEvery = 0,
            .fsyncDataOnly = false,
            .refill = true,
            .compressPercent = 0,
            .dedupePercent = 0,
            .pattern = {},
            .verify = VerifyMode::None,
            .stampDataset = 0,
            .stampGeneration = 0,
            .stampOldest = 0,
            .createFiles = false,
            .reservation = Reservation::Native,
            .requireWritten = false,
            .dropCache = false,
            .coldPasses = ColdPasses::None,
            .registerBuffers = true,
            .registerFiles = true,
            .linkChains = true,
            .sqPoll = false,
            .ioPoll = false,
            .hugePages = false,
            .cpus = {},
            .numaNode = -1,
            .memory = BufferMemory::Host,
            .gpus = {},
            .cufileMode = CufileMode::Sync,
            .cufileCompat = CufileCompat::Refuse,
            .copyMode = CopyMode::Full,
            .cudaLibrary = {},
            .cufileLibrary = {},
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
