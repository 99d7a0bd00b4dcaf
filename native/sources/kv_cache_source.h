// The requests that one worker serves at a time, one for each chain that it may have in flight.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "core/wake_bell.h"
#include "sources/kv_serving.h"
#include "sources/source.h"

namespace ioproof {

/// For the live view, written by the worker, read by anybody.
struct KvLive {
    std::atomic<uint64_t> requests{0};
    std::atomic<uint64_t> hits{0};
    std::atomic<uint64_t> misses{0};
};

/// Times are nanoseconds since the measured time began, but where the engine has stamped them.
class KvCacheSource final : public Source {
public:
    /// `depth`: requests that are served at a time.
    KvCacheSource(const JobSpec& spec, const FileNamespace& names, const Clock& clock, uint32_t depth,
                  const KvCacheContext& context);

    /// Takes requests and lets those go on that may.
    void look(uint64_t now);
    bool hasReady() const { return !ready_.empty(); }
    /// When look() has something new; `KvQueue::never`: when the bell rings.
    uint64_t wakeAt() const { return wakeAt_; }
    /// All requests that there may be are done.
    bool isOver() const { return isOver_; }
    WakeBell& bell() { return bell_; }
    /// No more requests: others get them.
    void leave(uint64_t now);
    /// Requests that are begun and not done.
    uint64_t served() const;

    uint32_t fill(std::span<Chain* const> chains) override;
    bool tracksChains() const override { return true; }
    void ended(const Chain& chain) override;
    uint64_t chainsPerPass() const override { return 0; }

    const KvCacheResult& result() const { return result_; }
    const KvLive& live() const { return live_; }

private:
    void advance(uint32_t number, uint64_t now);
    void publish();

    const KvCacheContext& context_;
    const Clock& clock_;
    KvContent content_;
    const KvObjects objects_;
    WakeBell bell_;
    KvCacheResult result_;
    KvLive live_;
    /// A deque, since one is never moved.
    std::deque<KvServing> servings_;
    std::vector<uint32_t> servingOfSlot_;
    /// With a chain to be described.
    std::deque<uint32_t> ready_;
    /// With a chain that is ready or in flight.
    std::vector<bool> isBusy_;
    uint64_t wakeAt_ = 0;
    bool isOver_ = false;
};

}  // namespace ioproof
