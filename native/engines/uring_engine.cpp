// From operations to submission entries and back.
#include "engines/uring_engine.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/io_error.h"
#include "engines/blocking_operation.h"

namespace ioproof {

using namespace uring;

namespace {

constexpr size_t statxBytes = 256;
constexpr uint32_t statxBasic = 0x7ff;

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
      statAnswers_(std::make_unique<std::byte[]>(context.queueDepth * statxBytes)) {
    features_ = ring_.features();
    refused_ = ring_.refused();
    registerResources();
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

void UringEngine::preparePathOperation(SubmissionEntry& entry, Chain& chain, const Operation& operation) {
    entry = {};
    entry.userData = chain.slot;
    entry.descriptor = AT_FDCWD;
    entry.address = reinterpret_cast<uint64_t>(chain.path);
    switch (operation.kind) {
        case OperationKind::Open:
        case OperationKind::Create:
            entry.opcode = opOpenAt;
            entry.operationFlags = static_cast<uint32_t>(context_.openFlags);
            if (operation.kind == OperationKind::Create) entry.operationFlags |= O_CREAT | O_TRUNC;
            entry.length = 0644;
            break;
        case OperationKind::Stat:
            entry.opcode = opStatx;
            entry.length = statxBasic;
            entry.offset = reinterpret_cast<uint64_t>(statAnswers_.get() + chain.slot * statxBytes);
            break;
        case OperationKind::Unlink: entry.opcode = opUnlinkAt; break;
        case OperationKind::Fsync:
            entry.opcode = opFsync;
            entry.descriptor = descriptorOf(context_, chain, operation);
            entry.operationFlags = context_.spec.fsyncDataOnly ? fsyncDataSync : 0;
            entry.address = 0;
            break;
        default:
            entry.opcode = opClose;
            entry.descriptor = std::exchange(chain.descriptor, -1);
            entry.address = 0;
    }
}

void UringEngine::queue(Chain& chain) {
    const Operation& operation = chain.operations[chain.executed];
    renewContent(context_, chain, operation);
    SubmissionEntry& entry = ring_.nextEntry();
    if (isTransfer(operation.kind)) [[likely]]
        prepareTransfer(entry, chain, operation);
    else preparePathOperation(entry, chain, operation);
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

void UringEngine::complete(Chain& chain, int32_t result) {
    Operation& operation = chain.operations[chain.executed++];
    operation.result = result;
    operation.finishedAt = now_;
    if (result < 0) {
        abandonDescriptor(chain);
    } else {
        if (operation.kind == OperationKind::Open || operation.kind == OperationKind::Create) {
            chain.descriptor = result;
            operation.result = 0;
        }
        if (chain.executed < chain.count) return queue(chain);
    }
    finished_[finishedCount_++] = &chain;
}

void UringEngine::drain() {
    const uint32_t ready = ring_.completionsReady();
    if (ready == 0) return;
    now_ = context_.clock.now();
    for (uint32_t index = 0; index < ready; ++index) {
        const CompletionEntry& completion = ring_.completion(index);
        complete(*bySlot_[completion.userData], completion.result);
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
