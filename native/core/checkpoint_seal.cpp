// Writes and reads the seal; what it says of the files is compared with what is there.
#include "core/checkpoint_seal.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <vector>

#include "core/crc32c.h"
#include "core/durable_file.h"
#include "core/file_descriptor.h"
#include "core/io_error.h"
#include "core/seal_format.h"

namespace ioproof {
namespace {

IoError failed(OperationKind operation, const std::string& path) {
    return IoError({.operation = operation, .path = path, .error = errno});
}

[[noreturn]] void incomplete(const std::string& path, const std::string& what) {
    throw JobError("CHECKPOINT_INCOMPLETE", "no complete checkpoint: \"" + path + "\" " + what);
}

/// Not there, or leads over something that is no directory.
bool meansMissing(int error) { return error == ENOENT || error == ENOTDIR; }

std::vector<std::byte> readWhole(const std::string& path) {
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.valid() && meansMissing(errno)) incomplete(path, "is not there");
    if (!file.valid()) throw failed(OperationKind::Open, path);
    std::vector<std::byte> bytes;
    constexpr size_t step = size_t{1} << 20;
    for (size_t length = 0;;) {
        bytes.resize(length + step);
        const ssize_t count = read(file.get(), bytes.data() + length, step);
        if (count < 0 && errno != EINTR) throw failed(OperationKind::Read, path);
        if (count > 0) length += static_cast<size_t>(count);
        bytes.resize(length);
        if (count == 0) return bytes;
    }
}

void requireFile(const std::string& path, uint64_t bytes) {
    struct stat facts{};
    if (lstat(path.c_str(), &facts) != 0) {
        if (meansMissing(errno)) incomplete(path, "is not there");
        throw failed(OperationKind::Stat, path);
    }
    if (!S_ISREG(facts.st_mode)) incomplete(path, "is no file");
    if (static_cast<uint64_t>(facts.st_size) != bytes)
        incomplete(path, "has " + std::to_string(facts.st_size) + " bytes instead of " + std::to_string(bytes));
}

/// No checksum in the seal is of it, but its content is known.
void requireClosing(const std::string& path, const std::vector<std::byte>& content) {
    requireFile(path, content.size());
    if (readWhole(path) != content) incomplete(path, "has other bytes than were written");
}

void requireFiles(const CheckpointFiles& files, uint32_t number) {
    for (uint32_t file = 0; file < files.dataFileCount(); ++file)
        requireFile(files.pathOf(number, files.partsOfFile(file).front()), files.bytesOfFile(file));
    for (uint32_t closing = 0; closing < files.spec().closing.size(); ++closing)
        requireClosing(files.closingPathOf(number, closing), files.spec().closing[closing].content);
}

}  // namespace

void sealCheckpoint(const CheckpointFiles& files, uint32_t number, const CheckpointChecksums& checksums) {
    const std::string path = files.sealPathOf(number);
    writeDurably(path, path + CheckpointFiles::temporarySuffix, encodeSeal(files, number, checksums));
}

void readSeal(const CheckpointFiles& files, uint32_t number, CheckpointChecksums& checksums) {
    const std::string path = files.sealPathOf(number);
    const std::vector<std::byte> seal = readWhole(path);
    switch (decodeSeal(files, number, seal, checksums)) {
        case SealState::CutOff: incomplete(path, "is cut off");
        case SealState::Damaged: incomplete(path, "is damaged");
        case SealState::Different:
            throw JobError("CHECKPOINT_DIFFERS", "the checkpoint in \"" + files.directoryOf(number) +
                                                     "\" has other files than those that are to be loaded");
        case SealState::Good: break;
    }
    requireFiles(files, number);
}

}  // namespace ioproof
