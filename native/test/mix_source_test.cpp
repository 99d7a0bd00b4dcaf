// A mixture's chains on a model of its files: none is on a file that is not there, or that another chain has.
#include "sources/mix_source.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/file_set.h"
#include "sources/live_items.h"
#include "test/job_specs.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

JobSpec mixSpec() {
    JobSpec spec = filesSpec();
    spec.workers = 3;
    spec.queueDepth = 16;
    spec.fileCount = 300;
    spec.filesPerDirectory = 40;
    spec.operations = {};
    spec.mix = {{.percent = 30, .operations = {Kind::Open, Kind::Read, Kind::Close}},
                {.percent = 20, .operations = {Kind::Create, Kind::Write, Kind::Close}},
                {.percent = 10, .operations = {Kind::Unlink}},
                {.percent = 10, .operations = {Kind::Rename}},
                {.percent = 10, .operations = {Kind::Create, Kind::Write, Kind::Close, Kind::Unlink}},
                {.percent = 10, .operations = {Kind::List}},
                {.percent = 5, .operations = {Kind::StatMissing, Kind::OpenMissing}},
                {.percent = 5, .operations = {Kind::Mkdir, Kind::Rmdir}}};
    spec.passes = 0;
    spec.runtimeNs = 1'000'000'000;
    return spec;
}

/// The source of one worker, with slots whose chains end in any order.
class MixWalk {
public:
    MixWalk(JobSpec spec, WorkerShare share)
        : spec_(std::move(spec)),
          names_(namespaceOf(spec_)),
          source_(makeSource(spec_, names_, share)),
          operations_(spec_.queueDepth, std::vector<Operation>(spec_.operationsPerChain())),
          paths_(spec_.queueDepth, std::vector<char>(names_.pathCapacity() * spec_.pathsPerChain())),
          chains_(spec_.queueDepth),
          random_(share.index + 7) {
        spec_.check();
        for (uint32_t slot = 0; slot < spec_.queueDepth; ++slot) {
            chains_[slot] = {.operations = operations_[slot].data(),
                             .slot = slot,
                             .path = paths_[slot].data(),
                             .pathBytes = static_cast<uint32_t>(names_.pathCapacity())};
            free_.push_back(&chains_[slot]);
        }
    }

    /// Fills all free slots, or as many as there are chains.
    std::vector<Chain*> issue() {
        const uint32_t filled = source_->fill(free_);
        std::vector<Chain*> issued(free_.begin(), free_.begin() + filled);
        free_.erase(free_.begin(), free_.begin() + filled);
        flying_.insert(flying_.end(), issued.begin(), issued.end());
        return issued;
    }

    /// Some chain ends.
    Chain* end() {
        const auto at = flying_.begin() + static_cast<std::ptrdiff_t>(random_.below(flying_.size()));
        Chain* chain = *at;
        flying_.erase(at);
        source_->ended(*chain);
        free_.push_back(chain);
        return chain;
    }

    const JobSpec& spec() const { return spec_; }
    Source& source() { return *source_; }
    size_t flying() const { return flying_.size(); }

private:
    const JobSpec spec_;
    const FileNamespace names_;
    std::unique_ptr<Source> source_;
    std::vector<std::vector<Operation>> operations_;
    std::vector<std::vector<char>> paths_;
    std::vector<Chain> chains_;
    std::vector<Chain*> free_;
    std::vector<Chain*> flying_;
    Random random_;
};

TEST(MixSource, PutsNoChainOnAHoleOrOnAFileThatAnotherHas) {
    std::set<std::string> ofEarlierWorkers;
    for (uint32_t worker = 0; worker < 3; ++worker) {
        MixWalk walk(mixSpec(), {.index = worker, .count = 3});
        std::set<std::string> holes;
        std::set<std::string> busy;
        std::set<std::string> seen;
        std::vector<uint64_t> counts(walk.spec().mix.size());
        for (int round = 0; round < 30'000; ++round) {
            for (const Chain* chain : walk.issue()) {
                ++counts[chain->share];
                const ChainNames names = namesOf(walk.spec().mix[chain->share].operations);
                if (!names.usesFile) continue;
                ASSERT_TRUE(busy.insert(chain->path).second) << chain->path << " twice at a time";
                seen.insert(chain->path);
                const bool fillsHole = names.makesFile && !holes.empty();
                ASSERT_EQ(holes.erase(chain->path), fillsHole ? 1u : 0u) << chain->path;
            }
            const Chain* ended = walk.end();
            const ChainNames names = namesOf(walk.spec().mix[ended->share].operations);
            if (!names.usesFile) continue;
            busy.erase(ended->path);
            if (!names.keepsFile) holes.insert(ended->path);
        }
        EXPECT_EQ(seen.size(), 100u) << "the worker's own files, all of them";
        for (const auto& path : seen) EXPECT_TRUE(ofEarlierWorkers.insert(path).second) << path;
        uint64_t all = 0;
        for (const uint64_t count : counts) all += count;
        for (size_t share = 0; share < counts.size(); ++share)
            EXPECT_NEAR(static_cast<double>(counts[share]),
                        static_cast<double>(all * walk.spec().mix[share].percent) / 100, 2);
    }
}

TEST(MixSource, TakesTheDirectoriesOfItsFilesAtRandom) {
    JobSpec spec = mixSpec();
    spec.mix = {{.percent = 100, .operations = {Kind::List}}};
    MixWalk walk(spec, {.index = 1, .count = 3});
    std::map<std::string, int> directories;
    for (int round = 0; round < 2000; ++round) {
        for (const Chain* chain : walk.issue()) {
            EXPECT_EQ(chain->operations[0].name, PathName::Parent);
            ++directories[chain->pathOf(PathName::Parent)];
        }
        walk.end();
    }
    // Files 100 to 199 lie in the directories 2, 3 and 4.
    ASSERT_EQ(directories.size(), 3u);
    for (const char* name : {"/nowhere/d000002", "/nowhere/d000003", "/nowhere/d000004"})
        EXPECT_GT(directories[name], 200) << name;
}

TEST(MixSource, GivesAsManyChainsAPassAsTheWorkerHasFiles) {
    JobSpec spec = mixSpec();
    spec.passes = 3;
    MixWalk walk(spec, {.index = 2, .count = 3});
    EXPECT_EQ(walk.source().chainsPerPass(), 100u);
    uint64_t chains = 0;
    do {
        chains += walk.issue().size();
        if (walk.flying() > 0) walk.end();
    } while (walk.flying() > 0);
    EXPECT_EQ(chains, 300u);
    EXPECT_FALSE(walk.source().waitsForDrain());
}

TEST(MixSource, DoesTheSameWithTheSameSeed) {
    MixWalk one(mixSpec(), {.index = 0, .count = 3});
    MixWalk same(mixSpec(), {.index = 0, .count = 3});
    JobSpec otherSpec = mixSpec();
    otherSpec.seed = 2;
    MixWalk other(otherSpec, {.index = 0, .count = 3});
    bool differs = false;
    for (int round = 0; round < 500; ++round) {
        const auto given = one.issue();
        const auto again = same.issue();
        const auto others = other.issue();
        ASSERT_EQ(given.size(), again.size());
        for (size_t index = 0; index < given.size(); ++index) {
            EXPECT_STREQ(given[index]->path, again[index]->path);
            differs |= std::string(given[index]->path) != others[index]->path;
        }
        one.end();
        same.end();
        other.end();
    }
    EXPECT_TRUE(differs);
}

TEST(LiveItems, GivesEveryFreeItemAndNoOther) {
    for (const uint64_t count : {1u, 63u, 64u, 65u, 1000u}) {
        LiveItems items(count);
        Random random(1);
        std::set<uint64_t> taken;
        while (const auto item = items.take(random)) {
            EXPECT_LT(*item, count);
            EXPECT_TRUE(taken.insert(*item).second);
        }
        EXPECT_EQ(taken.size(), count);
        items.giveBack(count - 1);
        EXPECT_EQ(items.freeCount(), 1u);
        EXPECT_EQ(items.take(random), count - 1);
    }
}

TEST(LiveItems, FillsTheOldestHoleFirst) {
    LiveItems items(10);
    Random random(1);
    for (int index = 0; index < 10; ++index) items.take(random);
    EXPECT_FALSE(items.takeHole());
    items.makeHole(7);
    items.makeHole(3);
    EXPECT_FALSE(items.take(random)) << "a hole is not free";
    EXPECT_EQ(items.takeHole(), 7u);
    EXPECT_EQ(items.takeHole(), 3u);
    EXPECT_FALSE(items.takeHole());
}

}  // namespace
}  // namespace ioproof
