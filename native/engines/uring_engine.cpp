// From operations to submission entries and back.
#include "engines/uring_engine.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/io_error.h"
#include "engines/blocking_operation.h"
#include "engines/uring_linked_open.h"

namespace ioproof {

using namespace uring;

namespace {

constexpr size_t statxBytes = 256;
constexpr uint32_t statxBasic = 0x7ff;

/// Most operations that are linked; longer chains go step by step.
constexpr uint64_t longestLinked = 16;
/// Of a ring (IORING_MAX_ENTRIES).
constexpr uint32_t mostEntries = 32768;

/// Entries that a chain may take at once: 1 where nothing is linked.
uint32_t entriesPerChain(const EngineContext& context) {
    const JobSpec& spec = context.spec;
    if (spec.kind != JobKind::Files || !spec.linkChains) return 1;
    const uint64_t wanted = std::min(spec.operationsPerChain(), longestLinked);
    return wanted * context.queueDepth <= mostEntries ? static_cast<uint32_t>(wanted) : 1;
}

uint64_t userDataOf(const Chain& chain, uint32_t index) { return chain.slot | (uint64_t{index} << 32); }

std::string registrationRefusal(const char* call, int error) {
    std::string text = std::string(call) + " failed with " + errnoName(-error);
    if (error == -ENOMEM) text += ": the limit of locked memory is too small (ulimit -l)";
    return text;
}

}  // namespace

UringEngine::UringEngine(const EngineContext& context)
    : context_(context),
      mostLinked_(entriesPerChain(context)),
      ring_(
          {.entries = context.queueDepth * mostLinked_, .sqPoll = context.spec.sqPoll, .ioPoll = context.spec.ioPoll}),
      bySlot_(context.queueDepth),
      links_(context.queueDepth),
      queued_(context.queueDepth),
      finished_(context.queueDepth),
      statAnswers_(std::make_unique<std::byte[]>(context.queueDepth * statxBytes)) {
    features_ = ring_.features();
    refused_ = ring_.refused();
    registerResources();
    if (mostLinked_ > 1) registerDescriptors();
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

void UringEngine::registerDescriptors() {
    std::string refusal = linkedOpenRefusal();
    if (refusal.empty()) {
        const std::vector<int> none(context_.queueDepth, -1);
        const int status = ring_.registerFiles(none);
        if (status != 0) refusal = registrationRefusal("IORING_REGISTER_FILES", status);
    }
    ownDescriptors_ = refusal.empty();
    if (ownDescriptors_) features_.emplace_back("linked-chains");
    else refused_.push_back({"linkChains", refusal});
}

void UringEngine::prepareTransfer(SubmissionEntry& entry, const Chain& chain, const Operation& operation,
                                  bool linked) const {
    const bool read = operation.kind == OperationKind::Read;
    const bool fixedFile = linked || (fixedFiles_ && operation.file != chainDescriptor);
    const int number = linked ? static_cast<int>(chain.slot) : operation.file;
    entry = {.opcode = fixedBuffers_ ? (read ? opReadFixed : opWriteFixed) : (read ? opRead : opWrite),
             .flags = fixedFile ? sqeFixedFile : uint8_t{0},
             .ioPriority = 0,
             .descriptor = fixedFile ? number : descriptorOf(context_, chain, operation),
             .offset = operation.offset,
             .address = reinterpret_cast<uint64_t>(operation.data),
             .length = operation.length,
             .operationFlags = 0,
             .userData = 0,
             .bufferIndex = static_cast<uint16_t>(fixedBuffers_ ? chain.slot : 0),
             .personality = 0,
             .fileIndex = 0,
             .address3 = 0,
             .padding = 0};
}

void UringEngine::preparePathOperation(SubmissionEntry& entry, Chain& chain, const Operation& operation, bool linked) {
    entry = {};
    entry.descriptor = AT_FDCWD;
    entry.address = reinterpret_cast<uint64_t>(chain.path);
    switch (operation.kind) {
        case OperationKind::Open:
        case OperationKind::Create:
            entry.opcode = opOpenAt;
            entry.operationFlags = static_cast<uint32_t>(context_.openFlags);
            if (operation.kind == OperationKind::Create) entry.operationFlags |= O_CREAT | O_TRUNC;
            entry.length = 0644;
            if (!linked) break;
            entry.fileIndex = chain.slot + 1;
            // What is in no process's table needs no closing at exec, and the kernel refuses the flag.
            entry.operationFlags &= ~static_cast<uint32_t>(O_CLOEXEC);
            break;
        case OperationKind::Stat:
            entry.opcode = opStatx;
            entry.length = statxBasic;
            entry.offset = reinterpret_cast<uint64_t>(statAnswers_.get() + chain.slot * statxBytes);
            break;
        case OperationKind::Unlink: entry.opcode = opUnlinkAt; break;
        case OperationKind::Fsync:
            entry.opcode = opFsync;
            entry.descriptor = linked ? static_cast<int>(chain.slot) : descriptorOf(context_, chain, operation);
            entry.flags = linked ? sqeFixedFile : uint8_t{0};
            entry.operationFlags = context_.spec.fsyncDataOnly ? fsyncDataSync : 0;
            entry.address = 0;
            break;
        default:
            entry.opcode = opClose;
            entry.descriptor = linked ? 0 : std::exchange(chain.descriptor, -1);
            entry.fileIndex = linked ? chain.slot + 1 : 0;
            entry.address = 0;
    }
}

void UringEngine::prepare(SubmissionEntry& entry, Chain& chain, const Operation& operation, bool linked) {
    if (isTransfer(operation.kind)) [[likely]]
        prepareTransfer(entry, chain, operation, linked);
    else preparePathOperation(entry, chain, operation, linked);
    entry.userData = userDataOf(chain, static_cast<uint32_t>(&operation - chain.operations));
}

uint32_t UringEngine::lastLinked(const Chain& chain) const {
    const uint32_t first = chain.executed;
    if (!ownDescriptors_ || chain.descriptor >= 0) return first;
    uint32_t writes = 0;
    bool opens = false;
    for (uint32_t index = first; index < std::min(chain.count, first + mostLinked_); ++index) {
        const OperationKind kind = chain.operations[index].kind;
        opens |= kind == OperationKind::Open || kind == OperationKind::Create;
        writes += kind == OperationKind::Write;
        // The pieces of a file share a buffer, which must be filled anew between two of them.
        if (writes > 1 && context_.content != nullptr) return first;
        if (kind == OperationKind::Close) return opens ? index : first;
    }
    return first;
}

void UringEngine::queue(Chain& chain) {
    const uint32_t last = lastLinked(chain);
    queued_[queuedCount_++] = &chain;
    if (last > chain.executed) return queueLinked(chain, last);
    const Operation& operation = chain.operations[chain.executed];
    renewContent(context_, chain, operation);
    links_[chain.slot] = {.last = last, .failed = UINT32_MAX};
    prepare(ring_.nextEntry(), chain, operation, false);
    ++queuedEntries_;
}

/// Once the file is open, it is closed whatever happens to it in between.
void UringEngine::queueLinked(Chain& chain, uint32_t last) {
    links_[chain.slot] = {.last = last, .failed = UINT32_MAX};
    bool opened = false;
    for (uint32_t index = chain.executed; index <= last; ++index) {
        const Operation& operation = chain.operations[index];
        SubmissionEntry& entry = ring_.nextEntry();
        prepare(entry, chain, operation, true);
        if (index < last) entry.flags |= opened ? sqeHardLink : sqeLink;
        opened |= operation.kind == OperationKind::Open || operation.kind == OperationKind::Create;
        ++queuedEntries_;
    }
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
        queuedCount_ = 0;
        inKernel_ += std::exchange(queuedEntries_, 0);
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

void UringEngine::complete(uint64_t userData, int32_t result) {
    Chain& chain = *bySlot_[static_cast<uint32_t>(userData)];
    const auto index = static_cast<uint32_t>(userData >> 32);
    Links& links = links_[chain.slot];
    if (links.failed == UINT32_MAX) {
        Operation& operation = chain.operations[index];
        operation.result = result;
        operation.finishedAt = now_;
        // What is linked starts when the one before it has ended, as far as that can be seen.
        if (index > chain.executed) operation.startedAt = chain.operations[index - 1].finishedAt;
        if (result < 0) links.failed = index;
        else if (operation.kind == OperationKind::Open || operation.kind == OperationKind::Create) {
            // Of a file that its chain also closes, only the ring has the descriptor.
            if (index == links.last) chain.descriptor = result;
            operation.result = 0;
        }
    }
    if (index == links.last) proceed(chain);
}

/// All that was handed over of the chain has ended.
void UringEngine::proceed(Chain& chain) {
    const Links& links = links_[chain.slot];
    const bool failed = links.failed != UINT32_MAX;
    chain.executed = (failed ? links.failed : links.last) + 1;
    if (failed) abandonDescriptor(chain);
    else if (chain.executed < chain.count) return queue(chain);
    finished_[finishedCount_++] = &chain;
}

void UringEngine::drain() {
    const uint32_t ready = ring_.completionsReady();
    if (ready == 0) return;
    now_ = context_.clock.now();
    for (uint32_t index = 0; index < ready; ++index) {
        const CompletionEntry& completion = ring_.completion(index);
        complete(completion.userData, completion.result);
    }
    ring_.consume(ready);
    inKernel_ -= ready;
}

std::span<Chain* const> UringEngine::reap(uint32_t atLeast, uint64_t deadline) {
    for (;;) {
        const auto missing = atLeast > finishedCount_ ? static_cast<uint32_t>(atLeast - finishedCount_) : 0;
        const uint32_t pending = inKernel_ + queuedEntries_;
        // No call when nothing is to be handed over and enough is ready already.
        if (ring_.unsubmitted() > 0 || (pending > 0 && ring_.completionsReady() < std::max(missing, 1u)))
            enter(std::min(missing * (ownDescriptors_ ? mostLinked_ : 1), pending), deadline);
        drain();
        if (deadline != noDeadline && (now_ = context_.clock.now()) >= deadline && queuedCount_ == 0) break;
        if (finishedCount_ >= atLeast && queuedCount_ == 0) break;
    }
    return {finished_.data(), std::exchange(finishedCount_, 0)};
}

int32_t UringEngine::sync(uint32_t file) { return syncDescriptor(context_.files[file]); }

}  // namespace ioproof
