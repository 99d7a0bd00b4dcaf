// One io_uring: set-up with the best flags that the kernel takes, the two shared rings, and io_uring_enter.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "core/job_result.h"
#include "engines/uring_abi.h"

namespace ioproof {

/// Used by one thread only. The kernel is the other side of both rings: tails are published with release and read
/// with acquire order, as the interface demands (man 7 io_uring).
class UringRing {
public:
    struct Options {
        uint32_t entries;
        bool sqPoll;
        bool ioPoll;
    };

    /// Throws JobError URING_REFUSED with the reason. An option that is refused alone is told by `refused()`.
    explicit UringRing(const Options& options);
    ~UringRing();
    UringRing(const UringRing&) = delete;
    UringRing& operator=(const UringRing&) = delete;

    /// Why the kernel refuses io_uring as a whole; empty when it does not.
    static std::string refusal();

    /// 0 or -errno.
    int registerBuffers(std::byte* first, size_t bytes, size_t stride, uint32_t count);
    int registerFiles(std::span<const int> files);

    /// Operations that the kernel does in a ring, by opcode; none where it cannot be asked.
    std::array<bool, 256> supportedOperations() const;

    /// The next submission entry, zeroed by nobody: every field must be written. There must be room.
    uring::SubmissionEntry& nextEntry() { return entries_[localTail_++ & sqMask_]; }
    uint32_t unsubmitted() const { return localTail_ - submitted_; }

    uint32_t completionsReady() const {
        return std::atomic_ref(*cqTail_).load(std::memory_order_acquire) - localCqHead_;
    }
    const uring::CompletionEntry& completion(uint32_t index) const {
        return completions_[(localCqHead_ + index) & cqMask_];
    }
    void consume(uint32_t count) {
        localCqHead_ += count;
        std::atomic_ref(*cqHead_).store(localCqHead_, std::memory_order_release);
    }

    /// Hands over what is unsubmitted and waits for `waitFor` completions; -errno when the kernel refuses.
    /// `patience`, if given, bounds the wait: -ETIME when it was over first.
    int enter(uint32_t waitFor, const timespec* patience);

    /// True when completions may wait for io_uring_enter() to be run, so that an empty ring proves nothing.
    bool needsEnterToComplete() const { return (flags_ & (uring::setupDeferTaskrun | uring::setupIoPoll)) != 0; }

    const std::vector<std::string>& features() const { return features_; }
    const std::vector<Refusal>& refused() const { return refused_; }

private:
    void open(const Options& options);
    void map(const uring::Parameters& parameters);
    void registerOwnDescriptor();
    void unregisterOwnDescriptor();
    void unmap();

    int descriptor_ = -1;
    int enterDescriptor_ = -1;
    uint32_t enterFlags_ = 0;
    /// Whose registration `enterDescriptor_` is: the kernel keeps one table of rings a thread.
    std::thread::id registeredBy_;
    uint32_t flags_ = 0;

    std::byte* sqRing_ = nullptr;
    std::byte* cqRing_ = nullptr;
    size_t sqRingBytes_ = 0;
    size_t cqRingBytes_ = 0;
    size_t entriesBytes_ = 0;

    uring::SubmissionEntry* entries_ = nullptr;
    uint32_t* sqTail_ = nullptr;
    uint32_t* sqFlags_ = nullptr;
    uint32_t sqMask_ = 0;
    uint32_t localTail_ = 0;
    uint32_t submitted_ = 0;

    uring::CompletionEntry* completions_ = nullptr;
    uint32_t* cqHead_ = nullptr;
    uint32_t* cqTail_ = nullptr;
    uint32_t cqMask_ = 0;
    uint32_t localCqHead_ = 0;

    std::vector<std::string> features_;
    std::vector<Refusal> refused_;
};

}  // namespace ioproof
