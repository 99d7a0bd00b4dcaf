// Whether a file system and the kernel take the names and paths that a job will use.
#pragma once

#include "core/checkpoint_files.h"
#include "core/file_namespace.h"
#include "core/job_spec.h"

namespace ioproof {

/// Throws JobError NAME_TOO_LONG when the longest name, that a chain makes included, is longer than the file system of
/// the root allows (it can be fewer than 255 bytes), and PATH_TOO_LONG when the longest path is longer than the kernel
/// takes. Makes nothing.
void requireNamesFit(const JobSpec& spec, const FileNamespace& names);

/// The same for the checkpoints of a job, temporary names and the seal included.
void requireNamesFit(const CheckpointFiles& files);

}  // namespace ioproof
