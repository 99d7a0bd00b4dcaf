// Engine null: its virtual clock, its scripted failures and short transfers, and that it loses no chain.
#include <gtest/gtest.h>

#include <cerrno>
#include <set>
#include <vector>

#include "test/engine_rig.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

JobSpec nullSpec(uint32_t queueDepth) { return engineSpec(EngineKind::Null, queueDepth); }

TEST(NullEngine, ReturnsEveryChainOnce) {
    EngineRig rig(nullSpec(16), {-1});
    uint64_t asked = 0;
    std::set<uint64_t> done;
    const auto next = [&asked](Chain& chain) {
        if (asked == 1000) return false;
        EngineRig::place(chain, Kind::Read, 0, asked++ * 4096, 4096);
        return true;
    };
    rig.drive(next, [&done](Chain& chain) {
        EXPECT_EQ(chain.operations[0].result, 4096);
        EXPECT_LE(chain.operations[0].startedAt, chain.operations[0].finishedAt);
        EXPECT_TRUE(done.insert(chain.operations[0].offset).second);
    });
    EXPECT_EQ(done.size(), 1000u);
}

TEST(NullEngine, LetsAQueueFillBeforeItCompletesAnything) {
    EngineRig rig(nullSpec(4), {-1});
    std::vector<Chain*> chains;
    for (uint32_t slot = 0; slot < 4; ++slot) {
        EngineRig::place(rig.chain(slot), Kind::Read, 0, 0, 4096);
        chains.push_back(&rig.chain(slot));
        rig.engine().submit(std::span(chains).last(1));
        EXPECT_TRUE(rig.engine().reap(0, noDeadline).empty());
    }
    EXPECT_EQ(rig.engine().reap(1, noDeadline).size(), 4u);
}

TEST(NullEngine, TakesExactlyTheScriptedTimeForABatch) {
    JobSpec spec = nullSpec(8);
    spec.nullLatencyNs = 12'345;
    EngineRig rig(spec, {-1});
    uint64_t time = rig.engine().now();
    int asked = 0;
    const auto next = [&asked](Chain& chain) {
        if (asked == 80) return false;
        ++asked;
        EngineRig::place(chain, Kind::Write, 0, 0, 4096);
        return true;
    };
    int done = 0;
    rig.drive(next, [&](Chain& chain) {
        EXPECT_EQ(chain.operations[0].startedAt, time);
        EXPECT_EQ(chain.operations[0].finishedAt, time + 12'345);
        if (++done % 8 == 0) time += 12'345;
        EXPECT_EQ(rig.engine().now(), chain.operations[0].finishedAt);
    });
    EXPECT_EQ(done, 80);
}

TEST(NullEngine, TakesTheScriptedTimeForEachOperationOfAChain) {
    JobSpec spec = engineSpec(EngineKind::Null, 1, {Kind::Open, Kind::Read, Kind::Close});
    spec.nullLatencyNs = 1000;
    EngineRig rig(spec, {});
    Chain& chain = rig.chain(0);
    chain.count = 3;
    for (uint32_t index = 0; index < 3; ++index) chain.operations[index].kind = spec.operations[index];
    chain.operations[1].length = 4096;
    const uint64_t start = rig.engine().now();
    Chain* const only[] = {&chain};
    rig.engine().submit(only);
    ASSERT_EQ(rig.engine().reap(1, noDeadline).size(), 1u);
    EXPECT_EQ(chain.executed, 3u);
    for (uint32_t index = 0; index < 3; ++index) {
        EXPECT_EQ(chain.operations[index].startedAt, start + index * 1000);
        EXPECT_EQ(chain.operations[index].finishedAt, start + (index + 1) * 1000);
        EXPECT_EQ(chain.operations[index].result, index == 1 ? 4096 : 0);
    }
    EXPECT_EQ(rig.engine().now(), start + 3000);
}

TEST(NullEngine, FailsAndCutsTheTransfersThatTheScriptNames) {
    JobSpec spec = nullSpec(1);
    spec.nullFailEvery = 5;
    spec.nullShortEvery = 3;
    EngineRig rig(spec, {-1});
    for (int transfer = 1; transfer <= 60; ++transfer) {
        const int32_t result = rig.run(Kind::Read, 0, 0, 4096);
        EXPECT_EQ(result, transfer % 5 == 0 ? -EIO : transfer % 3 == 0 ? 2048 : 4096) << transfer;
    }
}

TEST(NullEngine, StopsAChainAtItsScriptedFailure) {
    JobSpec spec = engineSpec(EngineKind::Null, 1, {Kind::Open, Kind::Read, Kind::Close});
    spec.nullFailEvery = 2;
    EngineRig rig(spec, {});
    Chain& chain = rig.chain(0);
    chain.count = 3;
    for (uint32_t index = 0; index < 3; ++index) chain.operations[index].kind = spec.operations[index];
    Chain* const only[] = {&chain};
    for (const uint32_t executed : {3u, 2u, 3u, 2u}) {
        rig.engine().submit(only);
        ASSERT_EQ(rig.engine().reap(1, noDeadline).size(), 1u);
        EXPECT_EQ(chain.executed, executed);
    }
    EXPECT_EQ(rig.engine().sync(0), 0);
}

}  // namespace
}  // namespace ioproof
