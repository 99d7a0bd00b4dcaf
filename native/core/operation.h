// One call on storage, and the chain of calls on one item that must happen in order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ioproof {

/// Kinds of operation. `Chain` and `FirstByte` are no calls but times of a chain, recorded like one: of all of it, and
/// to the end of its first read.
enum class OperationKind : uint8_t {
    Read,
    Write,
    Open,
    Create,
    Close,
    Stat,
    Unlink,
    Fsync,
    Mkdir,
    Rmdir,
    Rename,
    Readdir,
    Setattr,
    Setxattr,
    Getxattr,
    Link,
    Symlink,
    Statx,
    /// A directory is read, and each of its entries is looked at by statx(2), as `ls -l` does.
    List,
    /// A name that nothing has: to find that out is the success.
    StatMissing,
    OpenMissing,
    /// Makes the names in the directory that holds the file durable.
    FsyncDirectory,
    Chain,
    FirstByte
};

inline constexpr size_t operationKindCount = 24;

inline constexpr std::array<std::string_view, operationKindCount> operationNames = {
    "read",    "write", "open",   "create",      "close",       "stat",           "unlink",   "fsync",
    "mkdir",   "rmdir", "rename", "readdir",     "setattr",     "setxattr",       "getxattr", "link",
    "symlink", "statx", "list",   "statMissing", "openMissing", "fsyncDirectory", "chain",    "firstByte"};

constexpr size_t indexOf(OperationKind kind) { return static_cast<size_t>(kind); }
constexpr std::string_view nameOf(OperationKind kind) { return operationNames[indexOf(kind)]; }
/// Looks for a name that nothing has.
constexpr bool seeksMissing(OperationKind kind) {
    return kind == OperationKind::StatMissing || kind == OperationKind::OpenMissing;
}
/// On a whole directory; its result is the number of entries.
constexpr bool readsDirectory(OperationKind kind) {
    return kind == OperationKind::Readdir || kind == OperationKind::List;
}
constexpr bool isTransfer(OperationKind kind) { return kind == OperationKind::Read || kind == OperationKind::Write; }

/// The names that a chain may use, each by formula from the path of its file; see chain_names.h.
enum class PathName : uint8_t {
    File,
    RenamedFile,
    Directory,
    RenamedDirectory,
    Link,
    RenamedLink,
    Symlink,
    RenamedSymlink,
    /// The directory that holds the file.
    Parent,
    /// A name that nothing has. Each operation of a chain that looks for one has another: this is the first of
    /// `mostMissingNames`.
    Missing
};

inline constexpr size_t mostMissingNames = 128;

constexpr size_t indexOf(PathName name) { return static_cast<size_t>(name); }

/// File index of an operation on the descriptor that its own chain has opened.
inline constexpr int32_t chainDescriptor = -1;

struct Operation {
    OperationKind kind = OperationKind::Read;
    /// Bytes of `length` that lie beyond the end of the file: direct reads ask for whole sectors, and a read that ends
    /// where the file does is none that fell short.
    uint16_t beyondEnd = 0;
    /// What a path operation is on, and what its error names: of link and symlink, the name that they make.
    PathName name = PathName::File;
    /// New name of a rename; what a link or symlink leads to.
    PathName otherName = PathName::File;
    /// Index into the job's open files, or `chainDescriptor`.
    int32_t file = chainDescriptor;
    uint32_t length = 0;
    /// Bytes, the entries of a readdir or list, or 0 on success, -errno on failure; valid once the engine has returned
    /// the chain.
    int32_t result = 0;
    uint64_t offset = 0;
    std::byte* data = nullptr;
    /// Nanoseconds of the engine's clock, stamped by the engine next to the system call.
    uint64_t startedAt = 0;
    uint64_t finishedAt = 0;
};

/// Operations on one item. A worker owns `queueDepth` of them, each with a buffer and a path of its own.
struct Chain {
    Operation* operations = nullptr;
    uint32_t count = 0;
    /// Operations that ran; less than `count` after a failure.
    uint32_t executed = 0;
    /// Number of the file, or of whatever else the operations of kind files are on.
    uint64_t item = 0;
    /// Open file of the chain while it runs, else -1.
    int descriptor = -1;
    /// Number of the chain in its worker, which is also the number of its registered buffer.
    uint32_t slot = 0;
    /// Memory of the slot for the zero-terminated paths of kind files, that of the file first; null for operations on
    /// open files.
    char* path = nullptr;
    /// Bytes from one path to the next.
    uint32_t pathBytes = 0;
    /// When the chain was meant to start, in an open loop.
    uint64_t intendedAt = 0;
    /// Pass over the blocks or files that the chain belongs to, from 0.
    uint64_t pass = 0;
    /// Of a mixture: the number of the chain's share.
    uint8_t share = 0;
    /// A write that goes on as the reading back of what it has written.
    bool readsBack = false;

    char* pathOf(PathName name) const { return path + indexOf(name) * pathBytes; }
};

}  // namespace ioproof
