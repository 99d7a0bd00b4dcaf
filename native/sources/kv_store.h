// What the cache holds and where: in memory or on storage, and what has to go when something new comes.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "core/kv_cache_spec.h"
#include "core/wake_bell.h"

namespace ioproof {

enum class KvTier : uint8_t { None, Memory, Storage };

/// A turn that leaves its tier for something new.
struct KvVictim {
    uint64_t key = 0;
    uint64_t tokens = 0;
};

/// One who wants to write to storage; stays where it is while it waits for room.
struct KvRoomAsker {
    WakeBell* bell = nullptr;
    /// Under the lock of the store.
    uint64_t bytes = 0;
    bool isInLine = false;
    bool isPromised = false;
};

/// Two tiers, each the least recently used first. Something new goes to memory where that takes it, else to storage.
/// Memory is filled to 80 %, and what it must give up goes to storage; storage is filled to its capacity, and what it
/// must give up is removed. As the tiers of the KV cache benchmark of MLPerf Storage v3.0 (kv_cache/cache.py), but for
/// what is being read or written: that stays, and the next one goes in its place. Shared by all workers.
///
/// Storage never holds more than its capacity: who wants to write claims room first, and waits where too much is being
/// read or written. First come, first promised; what is promised to one is given to no other. What is to be removed for
/// one who was promised room counts until it is gone, whoever removes it.
///
/// Nobody may claim room while it reads, or has room that it has not yet filled. So those who wait hold nothing that
/// the others wait for: all reads and writes that go on end by themselves, and then everything can be evicted.
class KvStore {
public:
    explicit KvStore(const KvCacheSpec& spec);

    struct Found {
        KvTier tier = KvTier::None;
        uint64_t tokens = 0;
    };
    /// Where a turn is; one on storage stays until release().
    Found use(uint64_t key);
    void release(uint64_t key);
    bool has(uint64_t key);

    struct Place {
        KvTier tier = KvTier::None;
        /// To be written to storage before, one after the other: memory needs their place.
        std::vector<KvVictim> demoted;
    };
    /// Where a turn goes that is not there; on storage it is found only after settle().
    Place place(uint64_t key, uint64_t tokens);

    struct Claim {
        /// Now it may be written.
        bool isGranted = false;
        /// To be removed, each followed by removed(), before the next claim. Neither: the bell rings before that.
        std::vector<KvVictim> victims;
    };
    /// Room on storage for so many tokens, at most as many as the capacity has bytes for.
    Claim claim(KvRoomAsker& asker, uint64_t tokens);
    /// It claims no more.
    void leave(KvRoomAsker& asker);
    void removed(uint64_t tokens);
    /// What had room has been written.
    void settle(uint64_t key);

    uint64_t usedBytes();
    uint64_t mostBytes();
    uint64_t evictions();

private:
    struct Entry {
        uint64_t tokens = 0;
        KvTier tier = KvTier::None;
        /// Reads that go on; while it is written, one that is found in memory if that has it.
        uint32_t pins = 0;
        bool isWritten = true;
        bool inMemory = false;
        std::list<uint64_t>::iterator place;
    };

    uint64_t bytesOf(uint64_t tokens) const { return tokens * bytesPerToken_; }
    bool makeRoomInMemory(uint64_t bytes, std::vector<KvVictim>& demoted);
    void demote(uint64_t key, std::vector<KvVictim>& demoted);
    /// What storage will hold once all that was promised is there and all that is to go is gone.
    uint64_t expectedBytes() const { return storageUsed_ - leaving_ + promised_; }
    bool mayPromise(const KvRoomAsker& asker) const;
    void promise(KvRoomAsker& asker, std::vector<KvVictim>& victims);
    bool grant(KvRoomAsker& asker);
    void evict(uint64_t bytes, std::vector<KvVictim>& victims);
    void ringFirst();

    const uint64_t bytesPerToken_;
    const uint64_t capacity_;
    const uint64_t memory_;
    std::mutex mutex_;
    std::unordered_map<uint64_t, Entry> entries_;
    std::list<uint64_t> inMemory_;
    std::list<uint64_t> onStorage_;
    uint64_t memoryUsed_ = 0;
    /// With room that is not filled yet, and with what is to be removed and still there.
    uint64_t storageUsed_ = 0;
    /// Of it what nobody reads or writes, and what is to be removed.
    uint64_t evictable_ = 0;
    uint64_t leaving_ = 0;
    uint64_t promised_ = 0;
    std::deque<KvRoomAsker*> line_;
    std::deque<KvRoomAsker*> promisedOnes_;
    uint64_t mostBytes_ = 0;
    uint64_t evictions_ = 0;
};

}  // namespace ioproof
