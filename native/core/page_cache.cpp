// mincore, cachestat, fadvise and SEEK_HOLE over a job's files.
#include "core/page_cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include "core/file_descriptor.h"

namespace ioproof {
namespace {

constexpr long cachestatCall = 451;  // the same number on x86-64 and arm64, Linux 6.5 and newer
constexpr uint64_t sampleFiles = 64;
constexpr uint64_t windowBytes = uint64_t{1} << 30;

struct CachestatRange {
    uint64_t offset;
    uint64_t length;
};
struct Cachestat {
    uint64_t cached, dirty, writeback, evicted, recentlyEvicted;
};

int64_t residentByMincore(int descriptor, uint64_t length, uint64_t pageSize) {
    std::vector<unsigned char> pages;
    uint64_t resident = 0;
    for (uint64_t offset = 0; offset < length; offset += windowBytes) {
        const uint64_t bytes = std::min(windowBytes, length - offset);
        void* mapping = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor, static_cast<off_t>(offset));
        if (mapping == MAP_FAILED) return -1;
        pages.assign((bytes + pageSize - 1) / pageSize, 0);
        const int status = mincore(mapping, bytes, pages.data());
        munmap(mapping, bytes);
        if (status != 0) return -1;
        for (const auto page : pages) resident += page & 1u;
    }
    return static_cast<int64_t>(std::min(resident * pageSize, length));
}

int64_t residentByCachestat(int descriptor, uint64_t length, uint64_t pageSize) {
    CachestatRange range{.offset = 0, .length = length};
    Cachestat answer{};
    if (syscall(cachestatCall, descriptor, &range, &answer, 0) != 0) return -1;
    return static_cast<int64_t>(std::min(answer.cached * pageSize, length));
}

FileDescriptor openForInspection(const std::string& path) {
    FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid())
        throw IoError({.operation = OperationKind::Open, .path = path, .offset = 0, .length = 0, .error = errno});
    return file;
}

}  // namespace

int64_t residentBytes(int descriptor, uint64_t length, const char** method) {
    const auto pageSize = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
    int64_t resident = residentByMincore(descriptor, length, pageSize);
    const char* used = "mincore";
    if (resident < 0) {
        resident = residentByCachestat(descriptor, length, pageSize);
        used = resident < 0 ? "none" : "cachestat";
    }
    if (method != nullptr) *method = used;
    return resident;
}

namespace {

/// Files that cannot be looked at count for nothing.
void addResidency(const std::string& path, uint64_t fileSize, CacheFacts& facts) {
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid() || fileSize == 0) return;
    const char* method = nullptr;
    const int64_t resident = residentBytes(file.get(), fileSize, &method);
    if (resident < 0) return;
    facts.method = method;
    facts.residentBytes += static_cast<uint64_t>(resident);
    facts.totalBytes += fileSize;
}

/// Looks at up to `sampleFiles` evenly spaced ones of so many files.
template <typename Look>
CacheFacts residencyOf(uint64_t count, Look&& look) {
    CacheFacts facts;
    const uint64_t looked = std::min(count, sampleFiles);
    for (uint64_t sample = 0; sample < looked; ++sample) look(sample * count / looked, facts);
    if (facts.totalBytes > 0 && looked < count)
        facts.method += ", " + std::to_string(looked) + " of " + std::to_string(count) + " files";
    return facts;
}

/// A failure of either call shows in the residency, which is measured next.
void dropPagesOf(const std::string& path, bool isSynced) {
    const FileDescriptor file = openForInspection(path);
    if (!isSynced) fdatasync(file.get());
    posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
}

}  // namespace

CacheFacts measureResidency(const FileNamespace& files, const FileSizes& sizes) {
    return residencyOf(files.presentCount(), [&](uint64_t present, CacheFacts& facts) {
        const uint64_t index = files.presentFile(present);
        addResidency(files.presentPath(index), sizes.of(index), facts);
    });
}

CacheFacts measureResidency(std::span<const std::string> paths) {
    return residencyOf(paths.size(), [&](uint64_t index, CacheFacts& facts) {
        struct stat status{};
        if (stat(paths[index].c_str(), &status) == 0)
            addResidency(paths[index], static_cast<uint64_t>(status.st_size), facts);
    });
}

void syncFileSystemOf(const std::string& path) {
    const FileDescriptor file = openForInspection(path);
    if (syncfs(file.get()) != 0)
        throw IoError({.operation = OperationKind::Fsync, .path = path, .offset = 0, .length = 0, .error = errno});
}

void dropPageCache(const FileNamespace& files, Missing missing) {
    // Dirty pages cannot be dropped. Of many files, one journal commit for all is a thousand times cheaper than each.
    const bool many = files.presentCount() > sampleFiles;
    if (many) syncFileSystemOf(missing == Missing::Skipped ? files.directoryPath(0) : files.presentPath(0));
    for (uint64_t index = 0; index < files.presentCount(); ++index) {
        const std::string path = files.presentPath(files.presentFile(index));
        if (missing == Missing::Skipped && access(path.c_str(), F_OK) != 0) continue;
        dropPagesOf(path, many);
    }
}

void dropPageCache(std::span<const std::string> paths) {
    const bool many = paths.size() > sampleFiles;
    if (many) syncFileSystemOf(paths.front());
    for (const std::string& path : paths) dropPagesOf(path, many);
}

void requireWritten(const FileNamespace& files, const FileSizes& sizes) {
    for (uint64_t present = 0; present < files.presentCount(); ++present) {
        const uint64_t index = files.presentFile(present);
        const uint64_t fileSize = sizes.of(index);
        if (fileSize == 0) continue;
        const std::string path = files.presentPath(index);
        const FileDescriptor file = openForInspection(path);
        struct stat status{};
        if (fstat(file.get(), &status) != 0)
            throw IoError({.operation = OperationKind::Stat, .path = path, .offset = 0, .length = 0, .error = errno});
        const auto size = static_cast<uint64_t>(status.st_size);
        if (size != fileSize)
            throw IoError(
                "WRONG_SIZE",
                path + " has " + std::to_string(size) + " bytes where the data set has " + std::to_string(fileSize),
                {.operation = OperationKind::Stat, .path = path, .offset = size, .length = fileSize});
        const off_t hole = lseek(file.get(), 0, SEEK_HOLE);
        if (hole >= 0 && static_cast<uint64_t>(hole) < fileSize)
            throw IoError("HOLES", path + " has a hole or unwritten extent at offset " + std::to_string(hole),
                          {.operation = OperationKind::Read,
                           .path = path,
                           .offset = static_cast<uint64_t>(hole),
                           .length = fileSize - static_cast<uint64_t>(hole)});
    }
}

}  // namespace ioproof
