// Which operations go into the ring, which follow each other there, and what comes back.
#include "engines/uring_engine.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/io_error.h"
#include "engines/blocking_operation.h"
#include "engines/uring_linked_open.h"

namespace ioproof {

using namespace uring;

namespace {

/// Most operations that are linked; longer chains go step by step.
constexpr uint64_t longestLinked = 16;
/// Of a ring (IORING_MAX_ENTRIES).
constexpr uint32_t mostEntries = 32768;
constexpr uint32_t none = UINT32_MAX;

/// Entries that a chain may take at once: 1 where nothing is linked.
uint32_t entriesPerChain(const EngineContext& context) {
    const JobSpec& spec = context.spec;
    if (spec.kind == JobKind::Block || !spec.linkChains) return 1;
    const uint64_t wanted = std::min(spec.operationsPerChain(), longestLinked);
    return wanted * context.queueDepth <= mostEntries ? static_cast<uint32_t>(wanted) : 1;
}

bool opens(OperationKind kind) { return kind == OperationKind::Open || kind == OperationKind::Create; }

/// Of the chain that opens, moves data and closes; what changes names goes step by step.
bool canBeLinked(OperationKind kind) {
    return isTransfer(kind) || opens(kind) || kind == OperationKind::Stat || kind == OperationKind::Statx ||
           kind == OperationKind::Fsync || kind == OperationKind::Close;
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
      entries_(context_),
      bySlot_(context.queueDepth),
      links_(context.queueDepth),
      queued_(context.queueDepth),
      finished_(context.queueDepth) {
    features_ = ring_.features();
    refused_ = ring_.refused();
    registerResources();
    divideOperations();
    if (mostLinked_ > 1) registerDescriptors();
    now_ = context.clock.now();
}

void UringEngine::registerBuffers() {
    if (context_.spec.checkpoint && context_.spec.checkpoint->background) {
        refused_.push_back({"registerBuffers", "saves in the background are written from their copy in memory"});
        return;
    }
    const int status =
        ring_.registerBuffers(context_.buffers, context_.bufferBytes, context_.bufferStride, context_.queueDepth);
    if (status == 0) entries_.useFixedBuffers();
    if (status == 0) features_.emplace_back("registered-buffers");
    else refused_.push_back({"registerBuffers", registrationRefusal("IORING_REGISTER_BUFFERS", status)});
}

void UringEngine::registerResources() {
    const JobSpec& spec = context_.spec;
    if (spec.registerBuffers && (spec.reads() || spec.writes())) registerBuffers();
    if (spec.registerFiles && spec.kind == JobKind::Block) {
        const int status = ring_.registerFiles(context_.files);
        if (status == 0) entries_.useFixedFiles();
        if (status == 0) features_.emplace_back("registered-files");
        else refused_.push_back({"registerFiles", registrationRefusal("IORING_REGISTER_FILES", status)});
    }
}

/// What the kernel does not do in a ring is a plain call of this thread.
void UringEngine::divideOperations() {
    if (context_.spec.kind == JobKind::Block) return;
    const auto supported = ring_.supportedOperations();
    for (size_t index = 0; index < operationKindCount; ++index) {
        const auto kind = static_cast<OperationKind>(index);
        if (!context_.spec.does(kind)) continue;
        const uint8_t opcode = uringOpcodeOf(kind);
        if (isTransfer(kind) || (opcode != 0 && supported[opcode])) continue;
        isPlainCall_[index] = true;
        const std::string name(nameOf(kind));
        if (opcode == 0) features_.push_back(name + "-by-plain-call");
        else refused_.push_back({name, "io_uring of this kernel does not know it, so it is a plain call"});
    }
}

void UringEngine::registerDescriptors() {
    std::string refusal = linkedOpenRefusal();
    if (refusal.empty()) {
        const std::vector<int> empty(context_.queueDepth, -1);
        const int status = ring_.registerFiles(empty);
        if (status != 0) refusal = registrationRefusal("IORING_REGISTER_FILES", status);
    }
    ownDescriptors_ = refusal.empty();
    if (ownDescriptors_) features_.emplace_back("linked-chains");
    else refused_.push_back({"linkChains", refusal});
}

uint32_t UringEngine::lastLinked(const Chain& chain) const {
    const uint32_t first = chain.executed;
    if (!ownDescriptors_ || chain.descriptor >= 0) return first;
    uint32_t writes = 0;
    bool opened = false;
    for (uint32_t index = first; index < std::min(chain.count, first + mostLinked_); ++index) {
        const OperationKind kind = chain.operations[index].kind;
        if (!canBeLinked(kind) || isPlainCall_[indexOf(kind)]) return first;
        opened |= opens(kind);
        writes += kind == OperationKind::Write;
        // The pieces of a file share a buffer, which must be filled anew between two of them.
        if (writes > 1 && context_.content != nullptr) return first;
        if (kind == OperationKind::Close) return opened ? index : first;
    }
    return first;
}

/// Runs the chain's plain calls and writes the entries of what comes next in the ring, if it gets there.
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
    const uint32_t last = lastLinked(chain);
    links_[chain.slot] = {.last = last, .failed = none};
    queued_[queuedCount_++] = &chain;
    if (last > chain.executed) return queueLinked(chain, last);
    renewContent(context_, chain, chain.operations[chain.executed]);
    writeEntry(chain, chain.executed, false);
}

/// Once the file is open, it is closed whatever happens to it in between.
void UringEngine::queueLinked(Chain& chain, uint32_t last) {
    bool opened = false;
    for (uint32_t index = chain.executed; index <= last; ++index) {
        SubmissionEntry& entry = writeEntry(chain, index, true);
        if (index < last) entry.flags |= opened ? sqeHardLink : sqeLink;
        opened |= opens(chain.operations[index].kind);
    }
}

SubmissionEntry& UringEngine::writeEntry(Chain& chain, uint32_t index, bool linked) {
    SubmissionEntry& entry = ring_.nextEntry();
    entries_.write(entry, chain, chain.operations[index], linked, now_);
    entry.userData = userDataOf(chain, index);
    ++queuedEntries_;
    return entry;
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

void UringEngine::complete(uint64_t userData, int32_t result, uint64_t finishedAt) {
    Chain& chain = *bySlot_[static_cast<uint32_t>(userData)];
    const auto index = static_cast<uint32_t>(userData >> 32);
    Links& links = links_[chain.slot];
    if (links.failed == none) {
        Operation& operation = chain.operations[index];
        operation.result = result;
        operation.finishedAt = finishedAt;
        // What is linked starts when the one before it has ended, as far as that can be seen.
        if (index > chain.executed) operation.startedAt = chain.operations[index - 1].finishedAt;
        settle(chain, operation, index == links.last);
        if (operation.result < 0) links.failed = index;
    }
    if (index == links.last) proceed(chain);
}

/// From the answer of the kernel to the result of the operation. `last`: of what was handed over together; a file that
/// its own chain closes has its descriptor in the ring only.
void UringEngine::settle(Chain& chain, Operation& operation, bool last) {
    if (isTransfer(operation.kind)) return;
    if (seeksMissing(operation.kind)) {
        if (operation.kind == OperationKind::OpenMissing && operation.result >= 0) close(operation.result);
        operation.result = missingOutcome(operation.result);
        return;
    }
    if (operation.result < 0) return;
    if (opens(operation.kind) && last) chain.descriptor = operation.result;
    operation.result = 0;
}

/// All that was handed over of the chain has ended.
void UringEngine::proceed(Chain& chain) {
    const Links& links = links_[chain.slot];
    const bool failed = links.failed != none;
    chain.executed = (failed ? links.failed : links.last) + 1;
    if (failed) abandonDescriptor(chain);
    else if (chain.executed < chain.count) return queue(chain);
    finish(chain);
}

void UringEngine::finish(Chain& chain) { finished_[finishedCount_++] = &chain; }

void UringEngine::drain() {
    const uint32_t ready = ring_.completionsReady();
    if (ready == 0) return;
    // A plain call between two of them moves the clock on, but not the end of what was ready before.
    const uint64_t finishedAt = now_ = context_.clock.now();
    for (uint32_t index = 0; index < ready; ++index) {
        const CompletionEntry& completion = ring_.completion(index);
        complete(completion.userData, completion.result, finishedAt);
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
