// Made and filled through the page cache, then opened once more with O_DIRECT: a file system without it says so there.
#include "gpu/probe_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "core/io_error.h"

namespace ioproof {
namespace {

[[noreturn]] void fail(OperationKind operation, const std::string& path, uint64_t length, int error) {
    throw IoError({.operation = operation, .path = path, .offset = 0, .length = length, .error = error});
}

std::string makeFile(const std::string& directory, size_t bytes) {
    std::string path = directory + "/.ioproof-gpu-XXXXXX";
    const FileDescriptor file(mkostemp(path.data(), O_CLOEXEC));
    if (!file.valid()) fail(OperationKind::Create, path, 0, errno);
    const std::vector<std::byte> content(bytes, std::byte{0x5a});
    const ssize_t written = write(file.get(), content.data(), bytes);
    const int error = written < 0 || fdatasync(file.get()) != 0 ? errno : 0;
    if (error == 0 && written == static_cast<ssize_t>(bytes)) return path;
    unlink(path.c_str());
    fail(OperationKind::Write, path, bytes, error == 0 ? ENOSPC : error);
}

}  // namespace

ProbeFile::ProbeFile(const std::string& directory, size_t bytes)
    : path_(makeFile(directory, bytes)), file_(open(path_.c_str(), O_RDWR | O_DIRECT | O_CLOEXEC)) {
    if (file_.valid()) return;
    const int error = errno;
    unlink(path_.c_str());
    fail(OperationKind::Open, path_, 0, error);
}

ProbeFile::~ProbeFile() { unlink(path_.c_str()); }

void ProbeFile::sync() const {
    if (fdatasync(file_.get()) != 0) fail(OperationKind::Fsync, path_, 0, errno);
}

void ProbeFile::read(std::span<std::byte> buffer) const {
    const ssize_t got = pread(file_.get(), buffer.data(), buffer.size(), 0);
    if (got != static_cast<ssize_t>(buffer.size()))
        fail(OperationKind::Read, path_, buffer.size(), got < 0 ? errno : 0);
}

}  // namespace ioproof
