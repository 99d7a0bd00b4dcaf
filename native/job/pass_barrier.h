// Between two passes over cold data: all workers wait, the last one to come drops the caches, all go on together.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "core/clock.h"
#include "core/job_result.h"
#include "core/process_facts.h"

namespace ioproof {

/// The pause of a pass lasts from the moment when its last chain is done until the workers start again. It is the same
/// for all of them and belongs to no time that is measured; that a worker waits for a slower one does.
///
/// Times are nanoseconds since the measured time began, below zero in the ramp: workers on virtual clocks have no other
/// scale in common.
class PassBarrier {
public:
    /// What a worker tells when it has nothing left of a pass.
    struct Arrival {
        int64_t reached;
        /// Chains since the pass before.
        uint64_t chains;
        /// The worker's time is over then, whether the others have come or not.
        int64_t endsAt;
    };

    struct Resume {
        int64_t at;
        /// Measured time that the pause has cut out.
        uint64_t pausedNs;
    };

    using Drop = std::function<ColdCaches()>;

    /// `drop` is called on the thread of a worker, once a pause.
    PassBarrier(uint32_t workers, Drop drop) : drop_(std::move(drop)), members_(workers) {}

    /// Before the first worker starts. On a real clock, `measureFrom` is the zero of all times; without it, a pause
    /// takes no time at all.
    void useClock(const Clock& clock, uint64_t measureFrom);

    /// Worker: returns when the next pass begins, or nothing when it must not: the job is stopped, or the worker's time
    /// is over. Throws what `drop` throws; the worker that it was thrown to must leave.
    std::optional<Resume> wait(const Arrival& arrival, const std::atomic<bool>& stop);

    /// Worker: nobody need wait for this one any more.
    void leave();

    /// What the pauses have cost by now, one that is going on included.
    struct Pauses {
        bool goingOn = false;
        uint64_t pausedNs = 0;
    };
    Pauses pausesAt(int64_t now) const;

    /// Measured time of [from, until) that pauses have cut out.
    uint64_t pausedIn(uint64_t from, uint64_t until) const;

    /// Once all workers have left: each pass of a job that took so long without the pauses, with so many chains.
    std::vector<PassResult> passes(const CacheFacts& beforeFirst, uint64_t elapsedNs, uint64_t chains) const;
    /// What the process spent on dropping caches.
    const CpuTime& cpu() const { return cpu_; }
    const ProcessIo& io() const { return io_; }

private:
    struct Pause {
        uint64_t from;
        uint64_t until;
        uint64_t chains;
        ColdCaches caches;
    };

    bool isOverFor(const Arrival& arrival, const std::atomic<bool>& stop) const;
    void waitForOthers(std::unique_lock<std::mutex>& lock, const Arrival& arrival);
    void pause(std::unique_lock<std::mutex>& lock);
    ColdCaches dropAndAccount();
    int64_t clockTime() const;

    const Drop drop_;
    const Clock* clock_ = nullptr;
    uint64_t measureFrom_ = 0;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    uint32_t members_;
    uint32_t waiting_ = 0;
    bool pausing_ = false;
    int64_t latest_ = INT64_MIN;
    int64_t resumeAt_ = 0;
    uint64_t chains_ = 0;
    std::vector<Pause> pauses_;
    CpuTime cpu_;
    ProcessIo io_{.readBytes = 0, .writeBytes = 0, .rchar = 0, .wchar = 0};
};

}  // namespace ioproof
