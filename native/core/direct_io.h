// Whether O_DIRECT does what it says on a file: alignment from statx, and a trial that looks into the page cache.
#pragma once

#include <string>

#include "core/job_result.h"

namespace ioproof {

/// Opens `path` (which must exist and be written) with O_DIRECT, reads its first block and checks with mincore that
/// the page cache was passed by. Never throws for a refusal: `used` is false and `reason` says why.
DirectFacts probeDirect(const std::string& path, uint64_t fileSize);

/// The same for a directory, in a file of its own (1 MiB, hidden name) that is written and removed again.
/// Throws IoError when the file cannot be made.
DirectFacts probeDirectIn(const std::string& directory);

/// Why so many bytes cannot be used with these alignments, as the size of `what`; empty when they can.
std::string misalignment(const DirectFacts& facts, uint64_t bytes, const char* what = "a block");

}  // namespace ioproof
