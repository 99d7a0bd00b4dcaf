// What a job of kind checkpoint saves and loads: files by rank, and the order of saves and loads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/operation.h"

namespace ioproof {

/// A part of a checkpoint that one rank writes: a file, or a range of a file that several ranks share.
struct CheckpointPart {
    /// Below the directory of the checkpoint; may name directories in it.
    std::string name;
    uint32_t rank = 0;
    /// Bytes; above 0 only in a file that is shared.
    uint64_t offset = 0;
    uint64_t bytes = 0;
    /// What the file begins with instead of pseudo-random bytes, such as the header of safetensors.
    std::vector<std::byte> header{};
};

/// What rank 0 writes once all ranks are done, such as an index of the parts.
struct ClosingFile {
    std::string name;
    std::vector<std::byte> content;
};

/// `File`: each file right after its last byte. `Rank`: the files of a rank together, once all are written.
enum class CheckpointSync : uint8_t { None, File, Rank };

/// Mirror of NativeCheckpoint in src/native/contract/checkpoint.ts, which tells the meaning of each field.
struct CheckpointSpec {
    uint32_t ranks = 1;
    std::vector<CheckpointPart> parts;
    std::vector<ClosingFile> closing;
    std::string directoryPrefix;
    uint32_t firstNumber = 1;
    std::vector<uint32_t> present;
    uint32_t saves = 1;
    uint32_t loads = 0;
    uint32_t keep = 1;
    uint64_t pauseNs = 0;
    CheckpointSync sync = CheckpointSync::File;
    bool rename = true;
    bool background = false;
    uint32_t loadShift = 0;
    bool loadAll = false;
    bool verifyLoads = false;

    /// Kinds of call that its saves and loads are made of.
    std::vector<OperationKind> operations() const;
};

}  // namespace ioproof
