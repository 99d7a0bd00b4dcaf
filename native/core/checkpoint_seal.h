// The seal of a checkpoint: the file whose presence says that it is complete, with a checksum of each MiB.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/checkpoint_content.h"
#include "core/checkpoint_files.h"

namespace ioproof {

/// Once all files of a checkpoint are closed under their names: writes the seal under a temporary name, makes it
/// durable, renames it and makes the directory durable. A killed process leaves no seal before that. Where the files
/// themselves were not synced, a crash of the machine can leave the seal without their bytes: only a load that verifies
/// finds that out. Throws IoError.
void sealCheckpoint(const CheckpointFiles& files, uint32_t number, const CheckpointChecksums& checksums);

/// Fills in the checksums of a complete checkpoint. Throws JobError CHECKPOINT_INCOMPLETE where there is no seal, where
/// it is damaged or cut off, where a file is missing or not of its size, where a closing one has other bytes, and
/// CHECKPOINT_DIFFERS where it is of other files than these; the message names what is wrong. Throws IoError for what
/// the file system refuses.
void readSeal(const CheckpointFiles& files, uint32_t number, CheckpointChecksums& checksums);

}  // namespace ioproof
