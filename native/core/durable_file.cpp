// Write, fsync, rename, fsync of the directory.
#include "core/durable_file.h"

#include <fcntl.h>
#include <stdio.h>

#include <cerrno>

#include "core/file_descriptor.h"
#include "core/io_error.h"

namespace ioproof {
namespace {

IoError failed(OperationKind operation, const std::string& path, uint64_t offset = 0, uint64_t length = 0) {
    return IoError({.operation = operation, .path = path, .offset = offset, .length = length, .error = errno});
}

void writeAll(int descriptor, const std::string& path, std::span<const std::byte> bytes) {
    for (size_t done = 0; done < bytes.size();) {
        const ssize_t written = write(descriptor, bytes.data() + done, bytes.size() - done);
        if (written > 0) {
            done += static_cast<size_t>(written);
        } else if (written == 0 || errno != EINTR) {
            throw failed(OperationKind::Write, path, done, bytes.size() - done);
        }
    }
}

void writeAndSync(const std::string& path, std::span<const std::byte> bytes) {
    const FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!file.valid()) throw failed(OperationKind::Create, path);
    writeAll(file.get(), path, bytes);
    if (fsync(file.get()) != 0) throw failed(OperationKind::Fsync, path);
}

}  // namespace

void syncDirectory(const std::string& path) {
    const FileDescriptor directory(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.valid()) throw failed(OperationKind::Open, path);
    if (fsync(directory.get()) != 0) throw failed(OperationKind::FsyncDirectory, path);
}

void writeDurably(const std::string& path, const std::string& temporaryPath, std::span<const std::byte> bytes) {
    try {
        writeAndSync(temporaryPath, bytes);
        if (rename(temporaryPath.c_str(), path.c_str()) != 0) throw failed(OperationKind::Rename, temporaryPath);
    } catch (const IoError&) {
        unlink(temporaryPath.c_str());
        throw;
    }
    syncDirectory(path.substr(0, path.rfind('/')));
}

}  // namespace ioproof
