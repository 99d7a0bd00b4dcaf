// Which engines there are, which one "auto" takes, and that asking leaves nothing behind.
#include "engines/engine_registry.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "core/io_error.h"
#include "test/file_content.h"

namespace ioproof {
namespace {

std::map<EngineKind, std::string> refusals() {
    std::map<EngineKind, std::string> reasons;
    for (const EngineAvailability& engine : probeEngines()) reasons[engine.kind] = engine.reason;
    return reasons;
}

TEST(EngineRegistry, ProbesEveryEngineButAuto) {
    const auto reasons = refusals();
    EXPECT_EQ(reasons.size(), std::size(engineNames) - 1);
    EXPECT_EQ(reasons.count(EngineKind::Auto), 0u);
    for (const EngineKind kind : {EngineKind::Null, EngineKind::Sync, EngineKind::Mmap})
        EXPECT_EQ(reasons.at(kind), "");
}

TEST(EngineRegistry, TakesTheFirstThatWorksForAuto) {
    auto reasons = refusals();
    const EngineChoice choice = chooseEngine(EngineKind::Auto);
    size_t refused = 0;
    for (const EngineKind kind : {EngineKind::IoUring, EngineKind::Libaio}) {
        if (choice.used == kind) {
            EXPECT_EQ(reasons.at(kind), "");
            EXPECT_EQ(choice.refused.size(), refused);
            return;
        }
        ASSERT_LT(refused, choice.refused.size());
        EXPECT_EQ(choice.refused[refused].what, nameOf(kind));
        EXPECT_EQ(choice.refused[refused++].reason, reasons.at(kind));
    }
    EXPECT_EQ(choice.used, EngineKind::Sync);
}

TEST(EngineRegistry, TakesTheEngineThatWasNamedOrSaysWhyNot) {
    for (const auto& [kind, reason] : refusals()) {
        // Of these only a session with their libraries can tell.
        if (kind == EngineKind::Cufile || kind == EngineKind::GpuCopy) continue;
        try {
            EXPECT_EQ(chooseEngine(kind).used, kind);
            EXPECT_EQ(reason, "");
        } catch (const JobError& error) {
            EXPECT_EQ(error.code(), "ENGINE_REFUSED");
            EXPECT_EQ(std::string(error.what()), std::string(nameOf(kind)) + ": " + reason);
        }
    }
}

TEST(EngineRegistry, TakesCopiesForMemoryOfGpus) {
    EXPECT_EQ(chooseEngine(EngineKind::Auto, BufferMemory::Gpu).used, EngineKind::GpuCopy);
    EXPECT_TRUE(chooseEngine(EngineKind::Auto, BufferMemory::Gpu).refused.empty());
    EXPECT_EQ(chooseEngine(EngineKind::Cufile, BufferMemory::Gpu).used, EngineKind::Cufile);
}

TEST(EngineRegistry, GivesEnginesWithoutAQueueADepthOfOne) {
    EXPECT_EQ(usableQueueDepth(EngineKind::Sync, 64), 1u);
    EXPECT_EQ(usableQueueDepth(EngineKind::Mmap, 64), 1u);
    for (const EngineKind kind : {EngineKind::Null, EngineKind::IoUring, EngineKind::Libaio})
        EXPECT_EQ(usableQueueDepth(kind, 64), 64u);
}

TEST(EngineRegistry, FindsTheSameEachTimeAndLeavesNothingOpen) {
    probeEngines();
    const size_t before = openDescriptors();
    std::set<std::vector<std::string>> features;
    std::set<std::string> reasons;
    // More often than a thread can register rings (16), and than a small limit of locked memory allows.
    for (int probe = 0; probe < 40; ++probe) {
        for (const EngineAvailability& engine : probeEngines()) {
            if (engine.kind != EngineKind::IoUring) continue;
            features.insert(engine.features);
            reasons.insert(engine.reason);
        }
    }
    EXPECT_EQ(features.size(), 1u) << "a ring that is gone still took a place";
    EXPECT_EQ(reasons.size(), 1u);
    EXPECT_EQ(openDescriptors(), before);
}

}  // namespace
}  // namespace ioproof
