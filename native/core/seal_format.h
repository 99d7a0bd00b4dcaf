// The bytes of a seal.
//
// Little-endian numbers, one after the other:
//   8 bytes  "IOPRSEAL"
//   u32      version, 1
//   u32      number of the checkpoint
//   u64      hash of the description: see descriptionHashOf()
//   u64      bytes of all parts
//   u64      checksums that follow
//   u32 …    CRC32C of each MiB of each part, part by part, the last one of a part of what is left of it
//   u32      CRC32C of all bytes before
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/checkpoint_content.h"
#include "core/checkpoint_files.h"

namespace ioproof {

/// 64-bit FNV-1a (Fowler, Noll, Vo 1991) over name, offset, bytes and header of each part, and over name and content of
/// each closing file: each text with its length before it, each number as a little-endian u64. Whose a part is, rounds,
/// syncs and the like may be others where a checkpoint is loaded.
uint64_t descriptionHashOf(const CheckpointSpec& spec);

enum class SealState : uint8_t {
    Good,
    /// Shorter than it says itself, or than any seal.
    CutOff,
    /// Its own checksum does not fit, or it is longer than it says.
    Damaged,
    /// Whole, but of another checkpoint, other files or another version.
    Different
};

std::vector<std::byte> encodeSeal(const CheckpointFiles& files, uint32_t number, const CheckpointChecksums& checksums);

/// Fills in the checksums of a good one, and leaves them alone else.
SealState decodeSeal(const CheckpointFiles& files, uint32_t number, std::span<const std::byte> seal,
                     CheckpointChecksums& checksums);

}  // namespace ioproof
