// Requests of all users that have arrived and wait to be served, and the workers that wait for one.
#pragma once

#include <array>
#include <deque>
#include <mutex>
#include <optional>
#include <queue>
#include <vector>

#include "core/wake_bell.h"
#include "sources/kv_user.h"

namespace ioproof {

/// Those of a higher priority first, and of one priority those that have come first. Shared by all workers.
///
/// Of the workers that wait, one keeps the time: it wakes when the next request arrives, and rings another as it takes
/// it. Else each arrival would wake all of them.
class KvQueue {
public:
    KvQueue(const KvCacheSpec& spec, uint64_t seed);

    struct Taken {
        std::optional<KvRequest> request;
        /// Without a request: when to ask again, `never` for the bell only.
        uint64_t askAt = 0;
    };
    static constexpr uint64_t never = UINT64_MAX;

    /// `now`: since the start. A worker that gets nothing is rung when there is something for it.
    Taken take(uint64_t now, WakeBell& bell);
    /// The worker asks no more.
    void leave(WakeBell& bell);
    /// As many as there may be were given.
    bool isSpent() const;

    /// Arrived by then and not taken. Once all workers have ended: it is they who let requests arrive.
    uint64_t waiting(uint64_t now);
    /// Not taken of those that some worker has seen arrive.
    uint64_t queued() const;

private:
    struct Arrival {
        uint64_t at;
        uint32_t user;
        bool operator>(const Arrival& other) const { return at != other.at ? at > other.at : user > other.user; }
    };

    /// With the mutex held.
    void admit(uint64_t now);
    bool isEmpty() const;
    uint64_t count() const;
    KvRequest pop();
    void ringNext();
    void forget(WakeBell& bell);

    const uint64_t most_;
    mutable std::mutex mutex_;
    std::vector<KvUser> users_;
    /// The next one of each user.
    std::vector<KvRequest> next_;
    std::priority_queue<Arrival, std::vector<Arrival>, std::greater<>> arrivals_;
    std::array<std::deque<KvRequest>, kvPriorityCount> queues_;
    uint64_t given_ = 0;
    WakeBell* timekeeper_ = nullptr;
    std::deque<WakeBell*> idle_;
};

}  // namespace ioproof
