// What a rank does for one save or load, call after call, as a list that is made before it begins.
#pragma once

#include <cstdint>
#include <vector>

#include "core/checkpoint_files.h"
#include "core/operation.h"

namespace ioproof {

/// One call, or a run of reads or writes of which several may be under way. A step begins when the one before is over.
struct CheckpointStep {
    /// A file, the directory that holds it, or `Root`, that of the checkpoint.
    enum class Target : uint8_t { Part, Closing, Directory, ClosingDirectory, Root };

    OperationKind kind = OperationKind::Create;
    Target target = Target::Part;
    /// Of the part, or of the closing file.
    uint32_t number = 0;
    /// Of reads and writes: [from, until) of the part or closing file.
    uint64_t from = 0;
    uint64_t until = 0;
    /// Place of the descriptor among those that the rank has open.
    uint32_t file = 0;
    /// Past O_DIRECT, since they fill no whole sectors.
    bool buffered = false;
    /// The file is shared, and another rank makes it: not before it is there.
    bool awaitsFile = false;
    /// Once it is over, the shared file is there.
    bool announcesFile = false;
};

using CheckpointSteps = std::vector<CheckpointStep>;

/// Makes the lists of a job. Writes go by O_DIRECT up to the last multiple of `directUnit` bytes, what follows past it;
/// 1: without O_DIRECT.
class CheckpointPlan {
public:
    CheckpointPlan(const CheckpointFiles& files, uint64_t directUnit);

    CheckpointSteps save(uint32_t rank) const;
    /// What is left to rank 0 once all ranks are done; empty where that is nothing.
    CheckpointSteps closing() const;
    CheckpointSteps load(uint32_t rank) const;

    /// Parts that a rank loads, in their order.
    std::vector<uint32_t> loadedBy(uint32_t rank) const;

private:
    void addShared(uint32_t rank, CheckpointSteps& steps) const;
    void addWrites(CheckpointStep step, uint64_t bytes, CheckpointSteps& steps) const;
    void addEnd(const CheckpointStep& step, CheckpointSteps& steps) const;
    void addDirectories(uint32_t rank, CheckpointSteps& steps) const;

    const CheckpointFiles& files_;
    const CheckpointSpec& spec_;
    /// One part of each shared file, and the rank that makes the file: the first of those that write to it.
    struct SharedFile {
        uint32_t part;
        uint32_t maker;
    };
    std::vector<SharedFile> shared_;
    const uint64_t directUnit_;
};

/// Files that a rank has open at once at most.
uint32_t mostOpenFiles(const CheckpointFiles& files);

}  // namespace ioproof
