// How long the ranks of a job of kind checkpoint took for each save and load.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/histogram.h"

namespace ioproof {

/// One rank in one round. Nanoseconds since the round began: since the instant at which all ranks were released.
struct CheckpointRank {
    /// When it began with its first call.
    uint64_t startNs = 0;
    /// End of its first write or read.
    uint64_t firstByteNs = 0;
    /// When its training can go on: of a save in the background, once its bytes are copied; else as endNs.
    uint64_t stallNs = 0;
    /// End of its last write or read.
    uint64_t transferredNs = 0;
    /// Its files are closed and, as far as that was asked for, durable under their names; what belongs to all ranks
    /// comes after that.
    uint64_t endNs = 0;
    uint64_t bytes = 0;
};

struct CheckpointRound {
    bool isLoad = false;
    /// Of the checkpoint.
    uint32_t number = 0;
    /// Release of the ranks, within the measured time.
    uint64_t startNs = 0;
    /// Since then, until all is done that makes the checkpoint complete: the slowest rank, the closing files, the
    /// directory.
    uint64_t endNs = 0;
    /// False where a stop or an error has cut it off.
    bool complete = false;
    /// Of a save in the background: how long it had to wait for the one before.
    uint64_t waitedNs = 0;
    /// Of a save: removal of checkpoints that are not kept, after its end.
    uint64_t removeNs = 0;
    uint32_t removedFiles = 0;
    /// Of a save: its checksums were written, after its end, in so long.
    uint64_t sealNs = 0;
    /// Of a load: what the page cache still held of its files, and whether the caches of the machine were dropped.
    uint64_t residentBytes = 0;
    uint64_t totalBytes = 0;
    std::string residencyMethod = "none";
    std::string systemCachesRefusal;
    std::vector<CheckpointRank> ranks;
};

/// A MiB that is not what was saved.
struct DamagedPiece {
    std::string path;
    uint64_t offset = 0;
    uint64_t length = 0;
    uint32_t expected = 0;
    uint32_t found = 0;
};

struct CheckpointResult {
    std::vector<CheckpointRound> rounds;
    /// Of loads that verify: MiB that were compared, and those that differ; the first of them by name.
    uint64_t verifiedPieces = 0;
    uint64_t damagedPieces = 0;
    std::vector<DamagedPiece> damaged;
};

/// For the live view.
struct CheckpointSnapshot {
    bool isLoad = false;
    uint32_t number = 0;
    /// Rounds that are over, and all.
    uint32_t roundsDone = 0;
    uint32_t rounds = 0;
    /// Of this round.
    uint64_t bytesDone = 0;
    uint64_t bytes = 0;
};

}  // namespace ioproof
