// From operations to submission entries and back.
#include "engines/uring_engine.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/io_error.h"
#include "engines/blocking_operation.h"

namespace ioproof {

using namespace uring;

namespace {

constexpr size_t answerBytes = 256;
constexpr uint32_t statxBasic = 0x7ff;
static_assert(sizeof(AttributeValue) <= answerBytes);

/// Opcode of an operation on open files or names; 0: io_uring has none.
constexpr uint8_t opcodeOf(OperationKind kind) {
    switch (kind) {
        case OperationKind::Open:
        case OperationKind::Create: return opOpenAt;
        case OperationKind::Close: return opClose;
        case OperationKind::Stat: return opStatx;
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

template <typename Pointer>
uint64_t addressOf(Pointer* pointer) {
    return reinterpret_cast<uint64_t>(pointer);
}

std::string registrationRefusal(const char* call, int error) {
    std::string text = std::string(call) + " failed with " + errnoName(-error);
    if (error == -ENOMEM) text += ": the limit of locked memory is too small (ulimit -l)";
    return text;
}

}  // namespace

UringEngine::UringEngine(const EngineContext& context)
    : context_(context),
      ring_({.entries = context.queueDepth, .sqPoll = context.spec.sqPoll, .ioPoll = context.spec.ioPoll}),
      bySlot_(context.queueDepth),
      queued_(context.queueDepth),
      finished_(context.queueDepth),
      answers_(std::make_unique<std::byte[]>(context.queueDepth * answerBytes)) {
    features_ = ring_.features();
    refused_ = ring_.refused();
    registerResources();
    divideOperations();
    now_ = context.clock.now();
}

void UringEngine::registerResources() {
    const JobSpec& spec = context_.spec;
    if (spec.registerBuffers && (spec.reads() || spec.writes())) {
        const int status =
            ring_.registerBuffers(context_.buffers, context_.bufferBytes, context_.bufferStride, context_.queueDepth);
        fixedBuffers_ = status == 0;
        if (fixedBuffers_) features_.emplace_back("registered-buffers");
        else refused_.push_back({"registerBuffers", registrationRefusal("IORING_REGISTER_BUFFERS", status)});
    }
    if (spec.registerFiles && !context_.files.empty()) {
        const int status = ring_.registerFiles(context_.files);
        fixedFiles_ = status == 0;
        if (fixedFiles_) features_.emplace_back("registered-files");
        else refused_.push_back({"registerFiles", registrationRefusal("IORING_REGISTER_FILES", status)});
    }
}

/// What the kernel does not do in a ring is a plain call of this thread.
void UringEngine::divideOperations() {
    if (context_.spec.operations.empty()) return;
    const auto supported = ring_.supportedOperations();
    for (const OperationKind kind : context_.spec.operations) {
        const uint8_t opcode = opcodeOf(kind);
        bool& plain = isPlainCall_[indexOf(kind)];
        if (isTransfer(kind) || (opcode != 0 && supported[opcode]) || plain) continue;
        plain = true;
        const std::string name(nameOf(kind));
        if (opcode == 0) features_.push_back(name + "-by-plain-call");
        else refused_.push_back({name, "io_uring of this kernel does not know it, so it is a plain call"});
    }
}

void UringEngine::prepareTransfer(SubmissionEntry& entry, const Chain& chain, const Operation& operation) const {
    const bool read = operation.kind == OperationKind::Read;
    const bool fixedFile = fixedFiles_ && operation.file != chainDescriptor;
    entry = {.opcode = fixedBuffers_ ? (read ? opReadFixed : opWriteFixed) : (read ? opRead : opWrite),
             .flags = fixedFile ? sqeFixedFile : uint8_t{0},
             .ioPriority = 0,
             .descriptor = fixedFile ? operation.file : descriptorOf(context_, chain, operation),
             .offset = operation.offset,
             .address = reinterpret_cast<uint64_t>(operation.data),
             .length = operation.length,
             .operationFlags = 0,
             .userData = chain.slot,
             .bufferIndex = static_cast<uint16_t>(fixedBuffers_ ? chain.slot : 0),
             .personality = 0,
             .fileIndex = 0,
             .address3 = 0,
             .padding = 0};
}

void UringEngine::prepareDescriptorOperation(SubmissionEntry& entry, Chain& chain, const Operation& operation) const {
    const bool syncs = operation.kind == OperationKind::Fsync;
    entry.descriptor = syncs ? descriptorOf(context_, chain, operation) : std::exchange(chain.descriptor, -1);
    if (syncs && context_.spec.fsyncDataOnly) entry.operationFlags = fsyncDataSync;
}

void UringEngine::prepareAttribute(SubmissionEntry& entry, const Chain& chain, const Operation& operation) {
    std::byte* const value = answerOf(chain);
    // Each time another one: a file system may skip the writing of the same.
    const AttributeValue written = attributeValue(now_ + chain.slot);
    if (operation.kind == OperationKind::Setxattr) std::memcpy(value, written.data(), sizeof(written));
    entry.descriptor = 0;
    entry.address = addressOf(attributeName);
    entry.offset = addressOf(value);
    entry.length = sizeof(AttributeValue);
    entry.address3 = addressOf(chain.pathOf(operation.name));
}

void UringEngine::preparePathOperation(SubmissionEntry& entry, const Chain& chain, const Operation& operation) {
    const char* const other = chain.pathOf(operation.otherName);
    entry.descriptor = AT_FDCWD;
    entry.address = addressOf(chain.pathOf(operation.name));
    switch (operation.kind) {
        case OperationKind::Create: entry.operationFlags = O_CREAT | O_TRUNC; [[fallthrough]];
        case OperationKind::Open:
            entry.operationFlags |= static_cast<uint32_t>(context_.openFlags);
            entry.length = 0644;
            break;
        case OperationKind::Stat:
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

void UringEngine::prepare(SubmissionEntry& entry, Chain& chain, const Operation& operation) {
    entry = {};
    entry.opcode = opcodeOf(operation.kind);
    entry.userData = chain.slot;
    switch (operation.kind) {
        case OperationKind::Fsync:
        case OperationKind::Close: return prepareDescriptorOperation(entry, chain, operation);
        case OperationKind::Setxattr:
        case OperationKind::Getxattr: return prepareAttribute(entry, chain, operation);
        default: preparePathOperation(entry, chain, operation);
    }
}

std::byte* UringEngine::answerOf(const Chain& chain) const { return answers_.get() + chain.slot * answerBytes; }

void UringEngine::finish(Chain& chain) { finished_[finishedCount_++] = &chain; }

/// Runs the chain's plain calls and writes the entry of its next operation in the ring, if it gets there.
void UringEngine::queue(Chain& chain) {
    for (; isPlainCall_[indexOf(chain.operations[chain.executed].kind)]; ++chain.executed) {
        Operation& operation = chain.operations[chain.executed];
        operation.startedAt = context_.clock.now();
        executeBlocking(context_, chain, operation);
        operation.finishedAt = now_ = context_.clock.now();
        if (operation.result >= 0 && chain.executed + 1 < chain.count) continue;
        ++chain.executed;
        if (operation.result < 0) abandonDescriptor(chain);
        return finish(chain);
    }
    const Operation& operation = chain.operations[chain.executed];
    renewContent(context_, chain, operation);
    SubmissionEntry& entry = ring_.nextEntry();
    if (isTransfer(operation.kind)) [[likely]]
        prepareTransfer(entry, chain, operation);
    else prepare(entry, chain, operation);
    queued_[queuedCount_++] = &chain;
}

void UringEngine::submit(std::span<Chain* const> chains) {
    for (Chain* chain : chains) {
        chain->executed = 0;
        bySlot_[chain->slot] = chain;
        queue(*chain);
    }
}

void UringEngine::enter(uint32_t waitFor, uint64_t deadline) {
    if (queuedCount_ > 0) {
        const uint64_t start = context_.clock.now();
        for (size_t index = 0; index < queuedCount_; ++index) {
            Chain& chain = *queued_[index];
            chain.operations[chain.executed].startedAt = start;
        }
        inKernel_ += static_cast<uint32_t>(std::exchange(queuedCount_, 0));
    }
    for (;;) {
        timespec patience{};
        if (deadline != noDeadline) patience = context_.clock.remainingUntil(deadline);
        const int status = ring_.enter(waitFor, deadline == noDeadline ? nullptr : &patience);
        if (status == -ETIME) return;
        // EAGAIN, EBUSY: the kernel is short of memory or of completion slots; what is ready makes room.
        const bool passing = status == -EINTR || status == -EAGAIN || status == -EBUSY;
        if (status < 0 && !passing) throw JobError("URING_FAILED", "io_uring_enter failed with " + errnoName(-status));
        if (passing && ring_.completionsReady() == 0) continue;
        // A short hand-over stops at an entry that failed at once; its completion is in the ring, the rest is not.
        if (ring_.unsubmitted() == 0 || ring_.completionsReady() > 0) return;
    }
}

void UringEngine::complete(Chain& chain, int32_t result, uint64_t finishedAt) {
    Operation& operation = chain.operations[chain.executed++];
    operation.result = result;
    operation.finishedAt = finishedAt;
    if (result < 0) {
        abandonDescriptor(chain);
    } else {
        if (operation.kind == OperationKind::Open || operation.kind == OperationKind::Create) {
            chain.descriptor = result;
        }
        if (!isTransfer(operation.kind)) operation.result = 0;
        if (chain.executed < chain.count) return queue(chain);
    }
    finish(chain);
}

void UringEngine::drain() {
    const uint32_t ready = ring_.completionsReady();
    if (ready == 0) return;
    // A plain call between two of them moves the clock on, but not the end of what was ready before.
    const uint64_t finishedAt = now_ = context_.clock.now();
    for (uint32_t index = 0; index < ready; ++index) {
        const CompletionEntry& completion = ring_.completion(index);
        complete(*bySlot_[completion.userData], completion.result, finishedAt);
    }
    ring_.consume(ready);
    inKernel_ -= ready;
}

std::span<Chain* const> UringEngine::reap(uint32_t atLeast, uint64_t deadline) {
    for (;;) {
        const auto missing = atLeast > finishedCount_ ? static_cast<uint32_t>(atLeast - finishedCount_) : 0;
        const uint32_t pending = inKernel_ + static_cast<uint32_t>(queuedCount_);
        // No call when nothing is to be handed over and enough is ready already.
        if (ring_.unsubmitted() > 0 || (pending > 0 && ring_.completionsReady() < std::max(missing, 1u)))
            enter(std::min(missing, pending), deadline);
        drain();
        if (deadline != noDeadline && (now_ = context_.clock.now()) >= deadline && queuedCount_ == 0) break;
        if (finishedCount_ >= atLeast && queuedCount_ == 0) break;
    }
    return {finished_.data(), std::exchange(finishedCount_, 0)};
}

int32_t UringEngine::sync(uint32_t file) { return syncDescriptor(context_.files[file]); }

}  // namespace ioproof
