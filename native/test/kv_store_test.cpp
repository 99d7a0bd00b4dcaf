// What a cache keeps, and what has to go for something new.
#include "sources/kv_store.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "core/random.h"
#include "test/kv_specs.h"

namespace ioproof {
namespace {

/// Tokens of one byte.
KvCacheSpec storeOf(uint64_t capacity, uint64_t memory = 0) {
    KvCacheSpec spec = smallCache();
    spec.bytesPerToken = 1;
    spec.capacityBytes = capacity;
    spec.memoryBytes = memory;
    return spec;
}

/// Keys of what is removed for a turn, and of what is demoted as their negative.
std::vector<int64_t> write(KvStore& store, uint64_t key, uint64_t tokens) {
    WakeBell bell;
    KvRoomAsker asker{.bell = &bell};
    std::vector<int64_t> keys;
    const auto fill = [&](uint64_t turn, uint64_t count) {
        for (;;) {
            const KvStore::Claim claim = store.claim(asker, count);
            if (claim.isGranted) return store.settle(turn);
            if (claim.victims.empty()) throw std::logic_error("a claim waits");
            for (const KvVictim& victim : claim.victims) {
                keys.push_back(static_cast<int64_t>(victim.key));
                store.removed(victim.tokens);
            }
        }
    };
    const KvStore::Place place = store.place(key, tokens);
    for (const KvVictim& turn : place.demoted) {
        fill(turn.key, turn.tokens);
        keys.push_back(-static_cast<int64_t>(turn.key));
    }
    if (place.tier == KvTier::Storage) fill(key, tokens);
    return keys;
}

using Keys = std::vector<int64_t>;

TEST(KvStore, RemovesWhatWasUsedLeastRecently) {
    KvStore store(storeOf(100));
    EXPECT_EQ(write(store, 1, 40), Keys{});
    EXPECT_EQ(write(store, 2, 40), Keys{});
    EXPECT_EQ(store.use(1).tier, KvTier::Storage);
    store.release(1);
    EXPECT_EQ(write(store, 3, 40), Keys{2});
    EXPECT_EQ(store.use(2).tier, KvTier::None);
    EXPECT_EQ(store.usedBytes(), 80u);
    // As many as it takes.
    EXPECT_EQ(write(store, 4, 90), (Keys{1, 3}));
    EXPECT_EQ(store.usedBytes(), 90u);
    EXPECT_EQ(store.evictions(), 3u);
    EXPECT_EQ(store.mostBytes(), 90u);
}

/// Has a bell of its own, which says whether it rang.
struct Asker {
    WakeBell bell;
    KvRoomAsker asker{.bell = &bell};

    bool rang() const {
        pollfd ready{.fd = bell.descriptor(), .events = POLLIN, .revents = 0};
        return poll(&ready, 1, 0) == 1;
    }
};

bool waits(const KvStore::Claim& claim) { return !claim.isGranted && claim.victims.empty(); }

TEST(KvStore, KeepsWhatIsBeingRead) {
    KvStore store(storeOf(100));
    write(store, 1, 50);
    write(store, 2, 50);
    EXPECT_EQ(store.use(1).tokens, 50u);
    EXPECT_EQ(store.use(1).tokens, 50u);
    // 1 was used last, 2 is free.
    EXPECT_EQ(write(store, 3, 50), Keys{2});
    store.release(1);
    EXPECT_EQ(store.use(3).tokens, 50u);
    // One of two readers of 1 goes on, and 3 is read: who wants to write waits.
    Asker one;
    EXPECT_TRUE(waits(store.claim(one.asker, 50)));
    EXPECT_FALSE(one.rang());
    store.release(3);
    EXPECT_TRUE(one.rang());
    const KvStore::Claim claim = store.claim(one.asker, 50);
    ASSERT_EQ(claim.victims.size(), 1u);
    EXPECT_EQ(claim.victims[0].key, 3u);
    // Until it is gone, it counts.
    EXPECT_EQ(store.usedBytes(), 100u);
    EXPECT_EQ(store.evictions(), 1u);
    EXPECT_TRUE(waits(store.claim(one.asker, 50)));
    store.removed(50);
    EXPECT_EQ(store.evictions(), 2u);
    EXPECT_TRUE(store.claim(one.asker, 50).isGranted);
    EXPECT_EQ(store.usedBytes(), 100u);
    EXPECT_EQ(store.mostBytes(), 100u);
}

TEST(KvStore, IsFoundOnceItIsWritten) {
    KvStore store(storeOf(100));
    Asker one, two;
    EXPECT_EQ(store.place(1, 50).tier, KvTier::Storage);
    EXPECT_TRUE(store.claim(one.asker, 50).isGranted);
    EXPECT_TRUE(store.has(1));
    EXPECT_EQ(store.use(1).tier, KvTier::None);
    // What is being written is no victim.
    EXPECT_TRUE(waits(store.claim(two.asker, 60)));
    store.settle(1);
    EXPECT_TRUE(two.rang());
    EXPECT_EQ(store.use(1).tier, KvTier::Storage);
    EXPECT_TRUE(waits(store.claim(two.asker, 60)));
    store.release(1);
    EXPECT_EQ(store.claim(two.asker, 60).victims.size(), 1u);
}

TEST(KvStore, PromisesRoomInTheOrderInWhichItWasAskedFor) {
    KvStore store(storeOf(100));
    write(store, 1, 60);
    store.use(1);
    Asker large, small;
    EXPECT_TRUE(waits(store.claim(large.asker, 50)));
    // There would be room for it; but who is large would wait for ever behind those that are small.
    EXPECT_TRUE(waits(store.claim(small.asker, 20)));
    store.release(1);
    EXPECT_TRUE(large.rang());
    EXPECT_FALSE(small.rang());
    EXPECT_EQ(store.claim(large.asker, 50).victims.size(), 1u);
    EXPECT_TRUE(small.rang());
    // What is promised to the large one is not there yet, and not given to the small one.
    EXPECT_TRUE(store.claim(small.asker, 20).isGranted);
    EXPECT_EQ(store.usedBytes(), 80u);
    store.removed(60);
    EXPECT_TRUE(store.claim(large.asker, 50).isGranted);
    EXPECT_EQ(store.usedBytes(), 70u);
}

TEST(KvStore, WhoUsesWhatAnotherHasRemovedWaitsForThat) {
    KvStore store(storeOf(100));
    write(store, 1, 100);
    Asker one, two;
    EXPECT_EQ(store.claim(one.asker, 30).victims.size(), 1u);
    EXPECT_TRUE(waits(store.claim(two.asker, 70)));
    EXPECT_FALSE(two.rang());
    store.removed(100);
    EXPECT_TRUE(two.rang());
    EXPECT_TRUE(store.claim(two.asker, 70).isGranted);
    EXPECT_TRUE(store.claim(one.asker, 30).isGranted);
    EXPECT_EQ(store.mostBytes(), 100u);
}

TEST(KvStore, WhoLeavesIsWaitedForNoMore) {
    KvStore store(storeOf(100));
    write(store, 1, 60);
    store.use(1);
    Asker one, two, three;
    EXPECT_TRUE(waits(store.claim(one.asker, 50)));
    EXPECT_TRUE(waits(store.claim(two.asker, 30)));
    store.leave(one.asker);
    EXPECT_TRUE(two.rang());
    EXPECT_TRUE(store.claim(two.asker, 30).isGranted);
    // A promise that is given back.
    store.release(1);
    EXPECT_EQ(store.claim(one.asker, 70).victims.size(), 1u);
    EXPECT_TRUE(waits(store.claim(three.asker, 70)));
    store.leave(one.asker);
    EXPECT_TRUE(three.rang());
    store.removed(60);
    EXPECT_TRUE(store.claim(three.asker, 70).isGranted);
}

// Threads that read and write as requests do, with a count of what would be on a device.
TEST(KvStore, NeverHoldsMoreThanItsCapacityWhoeverWrites) {
    constexpr uint64_t capacity = 300;
    constexpr uint64_t largest = 100;
    KvStore store(storeOf(capacity, 250));
    std::atomic<uint64_t> there{0};
    std::atomic<bool> isTooMuch{false};
    const auto client = [&](uint64_t number) {
        Random random(number);
        WakeBell bell;
        KvRoomAsker asker{.bell = &bell};
        const auto fill = [&](const KvVictim& turn) {
            for (;;) {
                const KvStore::Claim claim = store.claim(asker, turn.tokens);
                if (claim.isGranted) break;
                if (claim.victims.empty()) bell.waitUntil(Clock::instance(), UINT64_MAX);
                for (const KvVictim& victim : claim.victims) {
                    there -= victim.tokens;
                    store.removed(victim.tokens);
                }
            }
            if ((there += turn.tokens) > capacity) isTooMuch = true;
            store.settle(turn.key);
        };
        for (uint64_t turn = 1; turn <= 500; ++turn) {
            const uint64_t earlier = (random.below(6) << 16) + 1 + random.below(turn);
            if (store.use(earlier).tier == KvTier::Storage) store.release(earlier);
            const KvVictim own{.key = (number << 16) + turn, .tokens = 1 + random.below(largest)};
            const KvStore::Place place = store.place(own.key, own.tokens);
            for (const KvVictim& demoted : place.demoted) fill(demoted);
            if (place.tier == KvTier::Storage) fill(own);
        }
    };
    std::vector<std::thread> threads;
    for (uint64_t number = 0; number < 6; ++number) threads.emplace_back(client, number);
    for (std::thread& thread : threads) thread.join();
    EXPECT_FALSE(isTooMuch);
    EXPECT_LE(store.mostBytes(), capacity);
    EXPECT_EQ(store.usedBytes(), there);
    EXPECT_GT(store.evictions(), 100u);
}

TEST(KvStore, MemoryIsFilledToFourFifths) {
    KvStore store(storeOf(1000, 100));
    EXPECT_EQ(store.place(1, 40).tier, KvTier::Memory);
    EXPECT_EQ(store.place(2, 40).tier, KvTier::Memory);
    EXPECT_EQ(store.usedBytes(), 0u);
    EXPECT_EQ(store.use(1).tier, KvTier::Memory);
    // 2 goes to storage, and is in memory until it is there.
    const KvStore::Place place = store.place(3, 30);
    EXPECT_EQ(place.tier, KvTier::Memory);
    ASSERT_EQ(place.demoted.size(), 1u);
    EXPECT_EQ(place.demoted[0].key, 2u);
    EXPECT_EQ(store.use(2).tier, KvTier::Memory);
    Asker one;
    EXPECT_TRUE(store.claim(one.asker, 40).isGranted);
    EXPECT_EQ(store.use(2).tier, KvTier::Memory);
    store.settle(2);
    EXPECT_EQ(store.use(2).tier, KvTier::Storage);
    EXPECT_EQ(store.usedBytes(), 40u);
}

TEST(KvStore, WhatIsTooLargeForMemoryGoesToStorage) {
    KvStore store(storeOf(1000, 100));
    EXPECT_EQ(store.place(1, 96).tier, KvTier::Storage);
    // Memory that is as good as empty takes up to 95 %.
    EXPECT_EQ(store.place(2, 95).tier, KvTier::Memory);
    // With little in it, it does not give that up for something large.
    KvStore other(storeOf(1000, 100));
    EXPECT_EQ(other.place(1, 19).tier, KvTier::Memory);
    EXPECT_EQ(other.place(2, 70).tier, KvTier::Storage);
    EXPECT_EQ(other.use(1).tier, KvTier::Memory);
}

TEST(KvStore, ADemotionMakesItsOwnRoomOnStorage) {
    KvStore store(storeOf(60, 100));
    EXPECT_EQ(write(store, 1, 40), Keys{});
    EXPECT_EQ(write(store, 2, 40), Keys{});
    EXPECT_EQ(write(store, 3, 40), Keys{-1});
    EXPECT_EQ(write(store, 4, 40), (Keys{1, -2}));
    EXPECT_EQ(store.usedBytes(), 40u);
}

}  // namespace
}  // namespace ioproof
