// The storage side of getting ready: files made, checked, dropped from the cache, tried with O_DIRECT and opened.
#pragma once

#include <vector>

#include "core/file_descriptor.h"
#include "core/file_namespace.h"
#include "core/job_result.h"
#include "core/job_spec.h"

namespace ioproof {

struct JobFiles {
    DirectFacts direct;
    CacheFacts cacheBefore;
    int openFlags = 0;
    /// Bytes of which reads of kind files ask for multiples.
    uint32_t readUnit = 1;
    /// Why the file system reserved no space for files that were made, as an errno; 0: it did, or was not asked.
    int reservationRefusal = 0;
    /// Of the files that `resumeAt` leaves out.
    uint64_t resumedBytes = 0;
    /// Open files of kind block.
    std::vector<FileDescriptor> files;
};

/// Files that a job of kind files has open at once at most, and the rings of its workers; of kind block see
/// openFiles().
uint64_t openFilesOf(const JobSpec& spec, uint32_t queueDepth);

/// What comes before each cold pass but the first.
ColdCaches dropBetweenPasses(const JobSpec& spec, const FileNamespace& names, const FileSizes& sizes);

/// Does what the spec asks of the files. A job without files (engine null) gets an empty answer.
/// Throws IoError, or JobError DIRECT_MISALIGNED when a size or a place of blocks cannot be used with direct I/O here.
JobFiles prepareFiles(const JobSpec& spec, const FileNamespace& names, const FileSizes& sizes);

}  // namespace ioproof
