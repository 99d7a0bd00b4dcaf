// The serving of one request after the other: what it reads and writes, step by step.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/kv_cache_result.h"
#include "sources/kv_allocations.h"
#include "sources/kv_queue.h"
#include "sources/kv_store.h"
#include "sources/kv_transfer.h"

namespace ioproof {

/// What the workers of a job of kind kv-cache share.
struct KvCacheContext {
    KvQueue& queue;
    KvStore& store;
    KvAllocations& allocations;
    uint64_t contentSeed;
};

/// A request first reads what the earlier turns of its conversation have kept. Then its own context is written (the
/// prefill). One of `prefillTokens` or more ends there; for any other, the context is read once and then once for each
/// `decodeBatch` tokens of the answer, at least once (the decoding); where it has been evicted meanwhile, it is written
/// again instead. In the end the answer takes `tokenNs` a token. What is written needs room on storage first; a request
/// that waits for room reads nothing meanwhile, and has none.
class KvServing {
public:
    KvServing(const KvObjects& objects, const KvCacheContext& context, WakeBell& bell, KvCacheResult& result);
    ~KvServing();
    KvServing(const KvServing&) = delete;
    KvServing& operator=(const KvServing&) = delete;

    bool isIdle() const { return phase_ == Phase::Idle; }
    /// Something is to be read or written; else it waits, or is done.
    bool hasTransfer() const { return !transfers_.empty(); }
    KvTransfer& transfer() { return transfers_.front(); }
    /// When it goes on by itself; `KvQueue::never`: by a transfer or by the bell.
    uint64_t wakeAt() const { return phase_ == Phase::Generate ? wakeAt_ : KvQueue::never; }

    void begin(const KvRequest& request, uint64_t now);
    /// No more is asked of it. A wait for room that goes on counts until now.
    void stop(uint64_t now) { endRoomWait(now); }
    /// As far as it goes without a transfer. Times are those since the start.
    void advance(uint64_t now);
    /// A chain of its transfer has ended. True: it may be advanced.
    bool ended(const Chain& chain);
    /// Of the request that is served.
    const KvRequest& request() const { return request_; }

private:
    enum class Phase : uint8_t { Idle, Earlier, Allocate, Write, Decode, Generate };

    bool step(uint64_t now);
    bool stepEarlier();
    bool stepAllocate();
    bool stepWrite(uint64_t now);
    bool stepDecode();
    void goOnFromWriting();
    void beginRoomWait(uint64_t now);
    void endRoomWait(uint64_t now);
    KvTier look(uint64_t key);
    void account(const KvTransfer& done);
    void finish(uint64_t now);

    const KvObjects& objects_;
    const KvCacheContext& context_;
    KvCacheResult& result_;
    KvAllocations::Asker asker_;
    KvRoomAsker roomAsker_;
    Phase phase_ = Phase::Idle;
    KvRequest request_;
    std::deque<KvTransfer> transfers_;
    /// Without room on storage. One after the other: who has room and waits for more may keep others waiting for ever.
    std::deque<KvTransfer> writes_;
    bool hasWaitedForRoom_ = false;
    std::optional<uint64_t> waitsSince_;
    uint32_t earlier_ = 0;
    uint32_t readsLeft_ = 0;
    bool decodes_ = false;
    bool wroteAgain_ = false;
    uint64_t wakeAt_ = 0;
    uint64_t storageNs_ = 0;
};

}  // namespace ioproof
