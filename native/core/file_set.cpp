// Creating, reserving and opening the files of a job.
#include "core/file_set.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "core/chain_names.h"
#include "core/io_error.h"
#include "core/process_facts.h"

namespace ioproof {
namespace {

IoError failed(OperationKind operation, std::string path, uint64_t length = 0) {
    return IoError({.operation = operation, .path = std::move(path), .offset = 0, .length = length, .error = errno});
}

void createDirectories(const FileNamespace& files, const JobSpec& spec) {
    // Directories that the job itself makes or removes are none to be made for it.
    const bool itsOwn = spec.itemsAreDirectories && spec.changesNames();
    const uint64_t count = itsOwn ? files.workerRoots() : files.branchCount();
    for (uint64_t index = 0; index < count; ++index) {
        const std::string path = files.branchPath(index);
        if (mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) throw failed(OperationKind::Create, path);
    }
}

bool meansNoSpace(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

/// Reserved space keeps the layout contiguous and finds a full file system now; not every file system can. Returns the
/// error of one that cannot, else 0.
int reserve(int descriptor, const std::string& path, const JobSpec& spec) {
    if (spec.reservation == Reservation::None) return 0;
    const auto bytes = static_cast<off_t>(spec.fileSize);
    int refusal = 0;
    if (spec.reservation != Reservation::Truncate) {
        const int mode = spec.reservation == Reservation::KeepSize ? FALLOC_FL_KEEP_SIZE : 0;
        if (fallocate(descriptor, mode, 0, bytes) == 0) return 0;
        if (meansNoSpace(errno)) throw failed(OperationKind::Create, path, spec.fileSize);
        refusal = errno;
        if (spec.reservation == Reservation::KeepSize) return refusal;
    }
    if (ftruncate(descriptor, bytes) != 0) throw failed(OperationKind::Create, path, spec.fileSize);
    return refusal;
}

}  // namespace

FileNamespace namespaceOf(const JobSpec& spec) {
    if (spec.samples) return FileNamespace(spec.root, spec.samples);
    const DirectoryTree tree{
        .width = spec.directoryWidth, .depth = spec.directoryDepth, .filesEverywhere = spec.filesInEveryDirectory};
    const bool perWorker = spec.kind == JobKind::Files && spec.filePerWorker;
    FileNamespace files(spec.root, spec.fileCount, spec.filesPerDirectory, tree, spec.filePrefix,
                        perWorker ? spec.workers : 0);
    const PathName name = namesOf(spec.operationsBefore).left.front();
    files.setPresent({.workers = spec.workers, .each = spec.itemsPerWorker, .name = name});
    return files;
}

int createFiles(const FileNamespace& files, const JobSpec& spec) {
    createDirectories(files, spec);
    int refusal = 0;
    if (spec.kind != JobKind::Block) return refusal;
    for (uint64_t index = 0; index < files.fileCount(); ++index) {
        const std::string path = files.path(index);
        const FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
        if (!file.valid()) throw failed(OperationKind::Create, path);
        refusal = reserve(file.get(), path, spec);
    }
    return refusal;
}

int openFlags(const JobSpec& spec, bool direct) {
    int flags = O_CLOEXEC | O_NOFOLLOW | (direct ? O_DIRECT : 0);
    if (spec.sync == SyncMode::Sync) flags |= O_SYNC;
    if (spec.sync == SyncMode::DataSync) flags |= O_DSYNC;
    // A shared mapping needs the right to read, also where it is only written.
    const bool maps = spec.engine == EngineKind::Mmap;
    if (spec.writes() && (spec.readsBack() || maps)) return flags | O_RDWR;
    return flags | (spec.writes() ? O_WRONLY : O_RDONLY);
}

std::vector<FileDescriptor> openFiles(const FileNamespace& files, int flags) {
    allowOpenFiles(files.fileCount());
    std::vector<FileDescriptor> opened;
    opened.reserve(files.fileCount());
    for (uint64_t index = 0; index < files.fileCount(); ++index) {
        const std::string path = files.path(index);
        opened.emplace_back(open(path.c_str(), flags));
        if (!opened.back().valid()) throw failed(OperationKind::Open, path);
    }
    return opened;
}

}  // namespace ioproof
