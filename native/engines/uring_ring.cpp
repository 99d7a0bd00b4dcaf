// Set-up by trial of flags, never by kernel version; mapping; enter.
#include "engines/uring_ring.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "core/io_error.h"

namespace ioproof {

using namespace uring;

namespace {

int setUp(uint32_t entries, Parameters& parameters) {
    const long status = syscall(setupCall, entries, &parameters);
    return status < 0 ? -errno : static_cast<int>(status);
}

std::string disabledBySysctl() {
    std::ifstream file("/proc/sys/kernel/io_uring_disabled");
    std::string value;
    file >> value;
    return value;
}

std::string explain(int error) {
    std::string text = "io_uring_setup failed with " + errnoName(-error);
    if (error == -ENOSYS) return text + ": this kernel has no io_uring, or a seccomp filter hides it";
    if (error == -EPERM) {
        const std::string sysctl = disabledBySysctl();
        if (!sysctl.empty() && sysctl != "0") return text + ": sysctl kernel.io_uring_disabled is " + sysctl;
        return text + ": a seccomp filter or security module forbids it (usual in containers)";
    }
    if (error == -ENOMEM) return text + ": the limit of locked memory is too small (ulimit -l)";
    return text;
}

struct FlagSet {
    uint32_t flags;
    const char* features[4];
};

/// Best first. Deferred task running needs a single issuer and excludes SQPOLL; the index array is dead weight where
/// the kernel can do without. Kernels answer EINVAL to a flag that they do not know.
constexpr FlagSet flagSets[] = {
    {setupSingleIssuer | setupDeferTaskrun | setupNoSqArray, {"single-issuer", "defer-taskrun", "no-sq-array"}},
    {setupSingleIssuer | setupDeferTaskrun, {"single-issuer", "defer-taskrun"}},
    {setupCoopTaskrun | setupTaskrunFlag, {"coop-taskrun"}},
    {0, {}},
};
constexpr FlagSet sqPollFlagSets[] = {
    {setupSqPoll | setupSingleIssuer | setupNoSqArray, {"sq-poll", "single-issuer", "no-sq-array"}},
    {setupSqPoll, {"sq-poll"}},
};

constexpr uint32_t sqThreadIdleMs = 50;

}  // namespace

std::string UringRing::refusal() {
    Parameters parameters{};
    const int status = setUp(2, parameters);
    if (status < 0) return explain(status);
    close(status);
    return {};
}

UringRing::UringRing(const Options& options) {
    try {
        open(options);
    } catch (...) {
        unmap();
        throw;
    }
}

void UringRing::open(const Options& options) {
    const std::span<const FlagSet> sets = options.sqPoll ? std::span<const FlagSet>(sqPollFlagSets) : flagSets;
    Parameters parameters{};
    int status = -EINVAL;
    const FlagSet* chosen = nullptr;
    for (const auto& set : sets) {
        parameters = {};
        parameters.flags = set.flags | (options.ioPoll ? setupIoPoll : 0u);
        parameters.sqThreadIdle = options.sqPoll ? sqThreadIdleMs : 0;
        status = setUp(options.entries, parameters);
        chosen = &set;
        if (status != -EINVAL) break;
    }
    if (status < 0) throw JobError("URING_REFUSED", explain(status));
    descriptor_ = status;
    flags_ = parameters.flags;
    for (const char* feature : chosen->features)
        if (feature != nullptr) features_.emplace_back(feature);
    if (options.ioPoll) features_.emplace_back("io-poll");
    map(parameters);
    registerOwnDescriptor();
}

void UringRing::map(const Parameters& parameters) {
    const bool single = (parameters.features & featureSingleMmap) != 0;
    sqRingBytes_ = parameters.sq.array + parameters.sqEntries * sizeof(uint32_t);
    cqRingBytes_ = parameters.cq.completions + parameters.cqEntries * sizeof(CompletionEntry);
    if (single) sqRingBytes_ = cqRingBytes_ = std::max(sqRingBytes_, cqRingBytes_);
    entriesBytes_ = parameters.sqEntries * sizeof(SubmissionEntry);

    const auto mapAt = [&](size_t bytes, uint64_t offset) {
        void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, descriptor_,
                            static_cast<off_t>(offset));
        if (memory == MAP_FAILED) throw JobError("URING_REFUSED", "mapping the rings failed with " + errnoName(errno));
        return static_cast<std::byte*>(memory);
    };
    sqRing_ = mapAt(sqRingBytes_, mapSqRing);
    cqRing_ = single ? sqRing_ : mapAt(cqRingBytes_, mapCqRing);
    entries_ = reinterpret_cast<SubmissionEntry*>(mapAt(entriesBytes_, mapSqes));

    const auto word = [](std::byte* ring, uint32_t offset) { return reinterpret_cast<uint32_t*>(ring + offset); };
    sqTail_ = word(sqRing_, parameters.sq.tail);
    sqFlags_ = word(sqRing_, parameters.sq.flags);
    sqMask_ = *word(sqRing_, parameters.sq.ringMask);
    cqHead_ = word(cqRing_, parameters.cq.head);
    cqTail_ = word(cqRing_, parameters.cq.tail);
    cqMask_ = *word(cqRing_, parameters.cq.ringMask);
    completions_ = reinterpret_cast<CompletionEntry*>(cqRing_ + parameters.cq.completions);
    if ((flags_ & setupNoSqArray) == 0) {
        uint32_t* array = word(sqRing_, parameters.sq.array);
        for (uint32_t index = 0; index < parameters.sqEntries; ++index) array[index] = index;
    }
}

/// A registered ring saves the look-up of the descriptor in every call.
void UringRing::registerOwnDescriptor() {
    enterDescriptor_ = descriptor_;
    ResourceUpdate update{.offset = UINT32_MAX, .reserved = 0, .data = static_cast<uint64_t>(descriptor_)};
    if (syscall(registerCall, descriptor_, registerRingFdsCode, &update, 1) != 1) return;
    enterDescriptor_ = static_cast<int>(update.offset);
    enterFlags_ = enterRegisteredRing;
    registeredBy_ = std::this_thread::get_id();
    features_.emplace_back("registered-ring");
}

/// A registration outlives the descriptor: the ring would keep its memory, and one of the thread's 16 places.
void UringRing::unregisterOwnDescriptor() {
    if (enterFlags_ != enterRegisteredRing || registeredBy_ != std::this_thread::get_id()) return;
    ResourceUpdate update{.offset = static_cast<uint32_t>(enterDescriptor_), .reserved = 0, .data = 0};
    syscall(registerCall, descriptor_, unregisterRingFdsCode, &update, 1);
}

int UringRing::registerBuffers(std::byte* first, size_t bytes, size_t stride, uint32_t count) {
    std::vector<iovec> buffers(count);
    for (uint32_t index = 0; index < count; ++index) buffers[index] = {first + index * stride, bytes};
    const long status = syscall(registerCall, descriptor_, registerBuffersCode, buffers.data(), count);
    return status < 0 ? -errno : 0;
}

int UringRing::registerFiles(std::span<const int> files) {
    const long status = syscall(registerCall, descriptor_, registerFilesCode, files.data(), files.size());
    return status < 0 ? -errno : 0;
}

std::array<bool, 256> UringRing::supportedOperations() const {
    std::array<bool, 256> supported{};
    Probe probe{};
    if (syscall(registerCall, descriptor_, registerProbeCode, &probe, std::size(probe.operations)) < 0)
        return supported;
    for (size_t index = 0; index < probe.operationCount; ++index) {
        const ProbedOperation& operation = probe.operations[index];
        supported[operation.opcode] = (operation.flags & operationSupported) != 0;
    }
    return supported;
}

int UringRing::enter(uint32_t waitFor, const timespec* patience) {
    std::atomic_ref(*sqTail_).store(localTail_, std::memory_order_release);
    uint32_t handOver = unsubmitted();
    uint32_t flags = enterFlags_ | enterGetEvents;
    if ((flags_ & setupSqPoll) != 0) {
        submitted_ = localTail_;
        handOver = 0;
        // The wake-up flag must be read after the tail is visible (man 2 io_uring_setup, IORING_SETUP_SQPOLL), which
        // only sequentially consistent order on both gives.
        std::atomic_ref(*sqTail_).store(localTail_, std::memory_order_seq_cst);
        const bool asleep = (std::atomic_ref(*sqFlags_).load(std::memory_order_seq_cst) & ringNeedWakeup) != 0;
        if (asleep) flags |= enterSqWakeup;
        if (!asleep && waitFor == 0) return 0;
    }
    EnterArgument argument{.signalMask = 0, .signalMaskBytes = 0, .minimumWait = 0, .timeout = 0};
    const bool bounded = patience != nullptr && waitFor > 0;
    if (bounded) {
        argument.timeout = reinterpret_cast<uint64_t>(patience);
        flags |= enterExtendedArgument;
    }
    const long taken = syscall(enterCall, enterDescriptor_, handOver, waitFor, flags, bounded ? &argument : nullptr,
                               bounded ? sizeof(argument) : 0);
    if (taken < 0) return -errno;
    if ((flags_ & setupSqPoll) == 0) submitted_ += static_cast<uint32_t>(taken);
    return 0;
}

void UringRing::unmap() {
    unregisterOwnDescriptor();
    if (entries_ != nullptr) munmap(entries_, entriesBytes_);
    if (cqRing_ != nullptr && cqRing_ != sqRing_) munmap(cqRing_, cqRingBytes_);
    if (sqRing_ != nullptr) munmap(sqRing_, sqRingBytes_);
    if (descriptor_ >= 0) close(descriptor_);
}

UringRing::~UringRing() { unmap(); }

}  // namespace ioproof
