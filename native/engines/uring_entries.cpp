// Field by field, as io_uring_enter(2) names them for each opcode.
#include "engines/uring_entries.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cstring>
#include <utility>

#include "engines/blocking_operation.h"

namespace ioproof {

using namespace uring;

namespace {

constexpr size_t answerBytes = 256;
constexpr uint32_t statxBasic = 0x7ff;
static_assert(sizeof(AttributeValue) <= answerBytes);

template <typename Pointer>
uint64_t addressOf(Pointer* pointer) {
    return reinterpret_cast<uint64_t>(pointer);
}

}  // namespace

uint8_t uringOpcodeOf(OperationKind kind) {
    switch (kind) {
        case OperationKind::Open:
        case OperationKind::Create:
        case OperationKind::OpenMissing: return opOpenAt;
        case OperationKind::Close: return opClose;
        case OperationKind::Stat:
        case OperationKind::Statx:
        case OperationKind::StatMissing: return opStatx;
        case OperationKind::Fsync: return opFsync;
        case OperationKind::Unlink:
        case OperationKind::Rmdir: return opUnlinkAt;
        case OperationKind::Mkdir: return opMkdirAt;
        case OperationKind::Rename: return opRenameAt;
        case OperationKind::Link: return opLinkAt;
        case OperationKind::Symlink: return opSymlinkAt;
        case OperationKind::Setxattr: return opSetXattr;
        case OperationKind::Getxattr: return opGetXattr;
        default: return 0;
    }
}

UringEntries::UringEntries(const EngineContext& context)
    : context_(context), answers_(std::make_unique<std::byte[]>(context.queueDepth * answerBytes)) {}

std::byte* UringEntries::answerOf(const Chain& chain) const { return answers_.get() + chain.slot * answerBytes; }

void UringEntries::writeTransfer(SubmissionEntry& entry, const Chain& chain, const Operation& operation,
                                 bool linked) const {
    const bool read = operation.kind == OperationKind::Read;
    const bool fixedFile = linked || (fixedFiles_ && operation.file != chainDescriptor);
    const int number = linked ? static_cast<int>(chain.slot) : operation.file;
    entry = {.opcode = fixedBuffers_ ? (read ? opReadFixed : opWriteFixed) : (read ? opRead : opWrite),
             .flags = fixedFile ? sqeFixedFile : uint8_t{0},
             .ioPriority = 0,
             .descriptor = fixedFile ? number : descriptorOf(context_, chain, operation),
             .offset = operation.offset,
             .address = addressOf(operation.data),
             .length = operation.length,
             .operationFlags = 0,
             .userData = 0,
             .bufferIndex = static_cast<uint16_t>(fixedBuffers_ ? chain.slot : 0),
             .personality = 0,
             .fileIndex = 0,
             .address3 = 0,
             .padding = 0};
}

void UringEntries::writeDescriptorOperation(SubmissionEntry& entry, Chain& chain, const Operation& operation,
                                            bool linked) const {
    if (operation.kind == OperationKind::Close) {
        if (linked) entry.fileIndex = chain.slot + 1;
        else entry.descriptor = std::exchange(chain.descriptor, -1);
        return;
    }
    entry.descriptor = linked ? static_cast<int>(chain.slot) : descriptorOf(context_, chain, operation);
    if (linked) entry.flags = sqeFixedFile;
    if (context_.spec.fsyncDataOnly) entry.operationFlags = fsyncDataSync;
}

void UringEntries::writeAttribute(SubmissionEntry& entry, const Chain& chain, const Operation& operation,
                                  uint64_t now) const {
    std::byte* const value = answerOf(chain);
    // Each time another one: a file system may skip the writing of the same.
    const AttributeValue written = attributeValue(now + chain.slot);
    if (operation.kind == OperationKind::Setxattr) std::memcpy(value, written.data(), sizeof(written));
    entry.descriptor = 0;
    entry.address = addressOf(attributeName);
    entry.offset = addressOf(value);
    entry.length = sizeof(AttributeValue);
    entry.address3 = addressOf(chain.pathOf(operation.name));
}

void UringEntries::writePathOperation(SubmissionEntry& entry, const Chain& chain, const Operation& operation,
                                      bool linked) const {
    const char* const other = chain.pathOf(operation.otherName);
    entry.descriptor = AT_FDCWD;
    entry.address = addressOf(chain.pathOf(operation.name));
    switch (operation.kind) {
        case OperationKind::Create: entry.operationFlags = O_CREAT | O_TRUNC; [[fallthrough]];
        case OperationKind::Open:
        case OperationKind::OpenMissing:
            entry.operationFlags |= static_cast<uint32_t>(context_.openFlags);
            entry.length = 0644;
            if (!linked) break;
            entry.fileIndex = chain.slot + 1;
            // What is in no process's table needs no closing at exec, and the kernel refuses the flag.
            entry.operationFlags &= ~static_cast<uint32_t>(O_CLOEXEC);
            break;
        case OperationKind::Stat:
        case OperationKind::Statx:
        case OperationKind::StatMissing:
            entry.length = statxBasic;
            entry.offset = addressOf(answerOf(chain));
            break;
        case OperationKind::Mkdir: entry.length = 0755; break;
        case OperationKind::Rmdir: entry.operationFlags = AT_REMOVEDIR; break;
        case OperationKind::Rename:
            entry.length = static_cast<uint32_t>(AT_FDCWD);
            entry.offset = addressOf(other);
            break;
        case OperationKind::Link:
            entry.length = static_cast<uint32_t>(AT_FDCWD);
            entry.offset = std::exchange(entry.address, addressOf(other));
            break;
        case OperationKind::Symlink:
            entry.offset = std::exchange(entry.address, addressOf(lastComponent(other)));
            break;
        default: break;
    }
}

void UringEntries::writeOther(SubmissionEntry& entry, Chain& chain, const Operation& operation, bool linked,
                              uint64_t now) const {
    entry = {};
    entry.opcode = uringOpcodeOf(operation.kind);
    switch (operation.kind) {
        case OperationKind::Fsync:
        case OperationKind::Close: return writeDescriptorOperation(entry, chain, operation, linked);
        case OperationKind::Setxattr:
        case OperationKind::Getxattr: return writeAttribute(entry, chain, operation, now);
        default: writePathOperation(entry, chain, operation, linked);
    }
}

}  // namespace ioproof
