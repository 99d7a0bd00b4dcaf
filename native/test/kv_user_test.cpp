// Requests of users against a straight restatement of the rules, draw by draw.
#include "sources/kv_user.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sources/kv_queue.h"
#include "test/kv_specs.h"

namespace ioproof {
namespace {

KvCacheSpec twoUsers() {
    KvCacheSpec spec = smallCache();
    spec.users.push_back(
        {.contextTokens = 3, .generateTokens = 2, .thinkNs = 700'000, .priority = KvPriority::Interactive});
    spec.prefixPercent = 30;
    spec.prefixTokens = {5, 9, 6};
    spec.mostTurns = 4;
    return spec;
}

double realOf(Random& random) { return static_cast<double>(random.next() >> 11) / 9007199254740992.0; }

TEST(KvUser, AsksAsTheRulesSay) {
    const KvCacheSpec spec = twoUsers();
    for (uint32_t number = 0; number < 2; ++number) {
        KvUser user(spec, number, 42);
        Random random(mix64(42) ^ mix64(~uint64_t{number}));
        const KvUserSpec& own = spec.users[number];
        double now = 0;
        uint32_t conversation = 0, turn = 0;
        for (int index = 0; index < 500; ++index) {
            const KvRequest request = user.next();
            now += static_cast<double>(
                static_cast<uint64_t>(static_cast<double>(own.thinkNs) * (0.8 + 0.4 * realOf(random))));
            const bool continues = turn > 0 && random.below(100) < 80;
            if (continues && turn < 4) {
                ++turn;
            } else {
                conversation += turn > 0;
                turn = 1;
            }
            const uint64_t least = std::max<uint64_t>(1, own.contextTokens / 4);
            const uint64_t context = least + random.below(own.contextTokens - least + 1);
            const uint64_t leastAnswer = std::max<uint64_t>(1, own.generateTokens / 4);
            const uint64_t answer = leastAnswer + random.below(own.generateTokens - leastAnswer + 1);
            uint64_t prefix = 0;
            if (random.below(100) < 30) prefix = std::min<uint64_t>(spec.prefixTokens[random.below(3)], context - 1);
            EXPECT_EQ(request.turn.user, number);
            EXPECT_EQ(request.turn.conversation, conversation);
            EXPECT_EQ(request.turn.turn, turn);
            EXPECT_EQ(request.arrivalNs, static_cast<uint64_t>(now));
            EXPECT_EQ(request.contextTokens, context);
            EXPECT_EQ(request.generateTokens, answer);
            EXPECT_EQ(request.prefixTokens, prefix);
            EXPECT_EQ(request.priority, own.priority);
        }
    }
}

TEST(KvUser, GoesOnInFourOfFiveCases) {
    KvCacheSpec spec = smallCache();
    spec.mostTurns = 10'000;
    KvUser user(spec, 0, 7);
    int goesOn = 0;
    for (int index = 0; index < 10'000; ++index) goesOn += user.next().turn.turn > 1;
    EXPECT_NEAR(goesOn, 8000, 160);  // four standard deviations
}

TEST(KvTurn, HasAKeyOfItsOwn) {
    const KvTurn last{.user = 99'999, .conversation = UINT32_MAX, .turn = 10'000};
    EXPECT_NE(last.key(), (KvTurn{.user = 99'998, .conversation = UINT32_MAX, .turn = 10'000}).key());
    EXPECT_NE(last.key(), last.earlier(9'999).key());
    EXPECT_NE((KvTurn{.user = 0, .conversation = 1, .turn = 1}).key(),
              (KvTurn{.user = 1, .conversation = 0, .turn = 1}).key());
    EXPECT_EQ(last.key() >> 46, 99'999u);
}

TEST(KvQueue, GivesHighPrioritiesFirstAndThenInOrder) {
    const KvCacheSpec spec = twoUsers();
    KvQueue queue(spec, 42);
    WakeBell bell;
    constexpr uint64_t now = 20'000'000;
    const uint64_t there = queue.waiting(now);
    ASSERT_GT(there, 15u);
    KvPriority priority = KvPriority::Interactive;
    uint64_t arrival = 0;
    for (uint64_t index = 0; index < 15; ++index) {
        const auto taken = queue.take(now, bell);
        ASSERT_TRUE(taken.request);
        EXPECT_LE(taken.request->arrivalNs, now);
        if (taken.request->priority != priority) arrival = 0;
        EXPECT_GE(taken.request->priority, priority);
        EXPECT_GE(taken.request->arrivalNs, arrival);
        priority = taken.request->priority;
        arrival = taken.request->arrivalNs;
    }
    EXPECT_EQ(queue.waiting(now), there - 15);
}

TEST(KvQueue, EndsWithItsLastRequest) {
    KvCacheSpec spec = smallCache();
    spec.requests = 3;
    KvQueue queue(spec, 1);
    WakeBell bell;
    for (int index = 0; index < 3; ++index) EXPECT_TRUE(queue.take(1'000'000'000, bell).request);
    EXPECT_TRUE(queue.isSpent());
    EXPECT_FALSE(queue.take(1'000'000'000, bell).request);
}

TEST(KvQueue, OneKeepsTheTimeForAll) {
    const KvCacheSpec spec = smallCache();
    KvQueue queue(spec, 1);
    WakeBell first, second;
    const auto keeper = queue.take(0, first);
    EXPECT_FALSE(keeper.request);
    EXPECT_GT(keeper.askAt, 0u);
    EXPECT_NE(keeper.askAt, KvQueue::never);
    EXPECT_EQ(queue.take(0, second).askAt, KvQueue::never);
    // The one that leaves hands its duty on.
    queue.leave(first);
    EXPECT_EQ(queue.take(0, second).askAt, keeper.askAt);
}

}  // namespace
}  // namespace ioproof
