// The files of a job: made if asked for, checked, dropped from the cache, and opened for kind block.
#pragma once

#include <vector>

#include "core/file_descriptor.h"
#include "core/file_namespace.h"
#include "core/job_spec.h"

namespace ioproof {

/// The names of a job's files.
FileNamespace namespaceOf(const JobSpec& spec);

/// Makes the directories of the namespace (not its root's parents) and, for kind block, its files, with their space
/// reserved as the job asks. Returns the errno of a file system that reserves none, else 0. Throws IoError.
int createFiles(const FileNamespace& files, const JobSpec& spec);

/// Flags of open(2) for the operations open and create of kind files, and for the open files of kind block.
int openFlags(const JobSpec& spec, bool direct);

/// Opens every file of kind block; throws IoError or JobError OPEN_FILES.
std::vector<FileDescriptor> openFiles(const FileNamespace& files, int flags);

}  // namespace ioproof
