// What the kernel's page cache holds of a job's files, dropping it, and whether files are really written.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/file_namespace.h"
#include "core/file_sizes.h"
#include "core/job_result.h"

namespace ioproof {

/// Bytes of [0, length) of an open file that are in the page cache, by mincore (mapped in windows), else by
/// cachestat where the file cannot be mapped; -1 where neither works. mincore comes first because cachestat
/// reports nothing on overlay file systems. `method`, if given, receives the name of what answered.
int64_t residentBytes(int descriptor, uint64_t length, const char** method = nullptr);

/// Residency of a job's files; of more than 64 files, 64 evenly spaced ones are looked at and the method says so.
CacheFacts measureResidency(const FileNamespace& files, const FileSizes& sizes);

/// The same of any files, each of its size.
CacheFacts measureResidency(std::span<const std::string> paths);

/// Writes back all dirty data of the file system that holds `path` (syncfs). Throws IoError.
void syncFileSystemOf(const std::string& path);

/// What a file that is not there means.
enum class Missing : uint8_t { Refused, Skipped };

/// Writes back and drops the cached pages of every file (fdatasync, or one syncfs for more than 64 files; then
/// POSIX_FADV_DONTNEED). No special right needed. Throws IoError when a file cannot be opened.
void dropPageCache(const FileNamespace& files, Missing missing = Missing::Refused);

/// The same of any files, all of which must be there.
void dropPageCache(std::span<const std::string> paths);

/// Throws IoError HOLES or WRONG_SIZE when a file is shorter or longer than its size or has a hole or an unwritten
/// extent: reads of those cost the storage nothing. SEEK_HOLE reports unwritten extents as holes on ext4, XFS, btrfs.
void requireWritten(const FileNamespace& files, const FileSizes& sizes);

}  // namespace ioproof
