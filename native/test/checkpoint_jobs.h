// Jobs of kind checkpoint for tests.
#pragma once

#include <string>

#include "test/job_specs.h"

namespace ioproof {

/// One save: so many ranks with a file of so many bytes each, in blocks of 1 MiB, with the null engine.
inline JobSpec checkpointJob(uint32_t ranks, uint64_t bytes) {
    JobSpec spec = blockSpec();
    spec.kind = JobKind::Checkpoint;
    spec.workers = ranks;
    setBlockSize(spec, uint64_t{1} << 20);
    CheckpointSpec checkpoint;
    checkpoint.ranks = ranks;
    checkpoint.directoryPrefix = "step";
    for (uint32_t rank = 0; rank < ranks; ++rank)
        checkpoint.parts.push_back({.name = "rank" + std::to_string(rank), .rank = rank, .bytes = bytes});
    spec.checkpoint = checkpoint;
    return spec;
}

/// All ranks write to one file, one after the other's end.
inline void shareOneFile(CheckpointSpec& spec) {
    uint64_t offset = 0;
    for (CheckpointPart& part : spec.parts) {
        part.name = "shared";
        part.offset = offset;
        offset += part.bytes;
    }
}

}  // namespace ioproof
