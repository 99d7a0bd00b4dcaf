// Small files that are there whole or not at all, also after a crash.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace ioproof {

/// fsync of a directory: makes the names in it durable. Throws IoError.
void syncDirectory(const std::string& path);

/// Writes the bytes to `temporaryPath`, makes them durable, renames that to `path` and makes the directory of both
/// durable. Throws IoError; then the temporary file is gone.
void writeDurably(const std::string& path, const std::string& temporaryPath, std::span<const std::byte> bytes);

}  // namespace ioproof
