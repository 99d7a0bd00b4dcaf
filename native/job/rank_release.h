// Before a round of a checkpoint: all ranks wait, the last one to come prepares it, and all are released at one
// instant.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "core/clock.h"

namespace ioproof {

/// Times are nanoseconds since the measured time began: ranks on virtual clocks have no other scale in common. On these
/// the release is when the latest rank came, or when the round is due.
class RankRelease {
public:
    /// What comes before a release, on the thread of a rank; `latest`: when the last of them came. Returns the time
    /// before which none must be released.
    using Prepare = std::function<uint64_t(uint64_t latest)>;

    using Idle = std::function<void()>;
    /// What each rank does for itself after the preparation.
    using Ready = std::function<void()>;

    RankRelease(uint32_t ranks, Prepare prepare);

    /// Before the first rank comes. On a real clock, `begin` is the zero of all times.
    void useClock(const Clock& clock, uint64_t begin);

    /// Rank: comes at `reached` and returns at the release, with its time, or with nothing when `stop` was set before.
    /// On a virtual clock it returns at once. `idle` is called now and then, but not shortly before a release. `ready`
    /// is called once the round is prepared; the instant is set when all ranks are ready. Throws what either of them
    /// throws; the job must stop then.
    std::optional<uint64_t> wait(uint64_t reached, const std::atomic<bool>& stop, const Idle& idle = {},
                                 const Ready& ready = {});

private:
    /// What all ranks must come to before any of them goes on.
    struct Gate {
        uint32_t waiting = 0;
        uint64_t opened = 0;
    };
    using Lock = std::unique_lock<std::mutex>;

    bool gather(Gate& gate, Lock& lock, const std::atomic<bool>& stop, const Idle& idle,
                const std::function<void()>& last);
    void prepare(Lock& lock);
    uint64_t instantAfter(uint64_t due) const;
    bool waitUntil(uint64_t time, const std::atomic<bool>& stop, const Idle& idle) const;

    const uint32_t ranks_;
    const Prepare prepare_;
    const bool sharesProcessors_;
    const Clock* clock_ = nullptr;
    uint64_t begin_ = 0;

    std::mutex mutex_;
    std::condition_variable changed_;
    Gate came_;
    Gate ready_;
    uint64_t latest_ = 0;
    uint64_t due_ = 0;
    uint64_t releaseAt_ = 0;
};

}  // namespace ioproof
