// Engine io_uring with each of its options on and off: the same data, and the features that were granted.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/file_descriptor.h"
#include "test/engine_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr uint64_t blocks = 200;

bool has(const std::vector<std::string>& list, const std::string& entry) {
    return std::find(list.begin(), list.end(), entry) != list.end();
}

bool isRefused(const Engine& engine, const std::string& what) {
    return std::any_of(engine.refused().begin(), engine.refused().end(),
                       [&what](const Refusal& refusal) { return refusal.what == what && !refusal.reason.empty(); });
}

/// Registered buffers, registered files, sqPoll.
class UringOptions : public testing::TestWithParam<std::tuple<bool, bool, bool>> {
protected:
    void SetUp() override {
        const std::string refusal = refusalOf(EngineKind::IoUring);
        if (!refusal.empty()) GTEST_SKIP() << refusal;
        writeWholeFile(path_, contentOf(0, 0, blocks * 4096));
    }

    JobSpec spec(std::vector<OperationKind> operations = {}) const {
        JobSpec spec = operations.empty() ? engineSpec(EngineKind::IoUring, 32)
                                          : engineSpec(EngineKind::IoUring, 32, std::move(operations));
        std::tie(spec.registerBuffers, spec.registerFiles, spec.sqPoll) = GetParam();
        return spec;
    }

    const TemporaryDirectory directory_;
    const std::string path_ = directory_.path("file");
};

TEST_P(UringOptions, WriteAndReadTheSameData) {
    const FileDescriptor file(open(path_.c_str(), O_RDWR | O_CLOEXEC));
    EngineRig rig(spec(), {file.get()});
    for (const OperationKind kind : {OperationKind::Write, OperationKind::Read}) {
        uint64_t asked = 0;
        std::set<uint64_t> done;
        const auto next = [&](Chain& chain) {
            if (asked == blocks) return false;
            const uint64_t offset = asked++ * 4096;
            EngineRig::place(chain, kind, 0, offset, 4096);
            const Bytes content = contentOf(kind == OperationKind::Write ? 3 : 4, offset, 4096);
            std::copy(content.begin(), content.end(), chain.operations[0].data);
            return true;
        };
        rig.drive(next, [&done](Chain& chain) {
            const Operation& operation = chain.operations[0];
            EXPECT_EQ(operation.result, 4096);
            EXPECT_EQ(Bytes(operation.data, operation.data + 4096), contentOf(3, operation.offset, 4096));
            EXPECT_TRUE(done.insert(operation.offset).second);
        });
        EXPECT_EQ(done.size(), blocks);
    }
    EXPECT_EQ(readWholeFile(path_), contentOf(3, 0, blocks * 4096));
}

TEST_P(UringOptions, OpenReadAndCloseFiles) {
    const size_t before = openDescriptors();
    {
        EngineRig rig(spec({OperationKind::Open, OperationKind::Read, OperationKind::Close}), {});
        uint64_t asked = 0;
        const auto next = [&](Chain& chain) {
            if (asked == blocks) return false;
            path_.copy(chain.path, path_.size());
            chain.path[path_.size()] = '\0';
            chain.count = 3;
            const OperationKind kinds[] = {OperationKind::Open, OperationKind::Read, OperationKind::Close};
            for (uint32_t index = 0; index < 3; ++index) {
                chain.operations[index].kind = kinds[index];
                chain.operations[index].length = index == 1 ? 4096 : 0;
            }
            chain.operations[1].offset = asked++ * 4096;
            return true;
        };
        rig.drive(next, [](Chain& chain) {
            ASSERT_EQ(chain.executed, 3u);
            const Operation& read = chain.operations[1];
            EXPECT_EQ(Bytes(read.data, read.data + 4096), contentOf(0, read.offset, 4096));
            EXPECT_EQ(chain.operations[2].result, 0);
        });
    }
    EXPECT_EQ(openDescriptors(), before);
}

TEST_P(UringOptions, AreGrantedOrRefusedWithAReasonAndNeverOnUnasked) {
    const FileDescriptor file(open(path_.c_str(), O_RDWR | O_CLOEXEC));
    EngineRig rig(spec(), {file.get()});
    const auto [buffers, files, sqPoll] = GetParam();
    const std::vector<std::string>& features = rig.engine().features();
    EXPECT_EQ(has(features, "registered-buffers") || isRefused(rig.engine(), "registerBuffers"), buffers);
    EXPECT_EQ(has(features, "registered-files") || isRefused(rig.engine(), "registerFiles"), files);
    EXPECT_EQ(has(features, "sq-poll"), sqPoll);
    EXPECT_FALSE(has(features, "io-poll"));
    EXPECT_EQ(std::set<std::string>(features.begin(), features.end()).size(), features.size());
}

std::string optionsName(const testing::TestParamInfo<std::tuple<bool, bool, bool>>& info) {
    const auto [buffers, files, sqPoll] = info.param;
    return std::string(buffers ? "Buffers" : "NoBuffers") + (files ? "Files" : "NoFiles") +
           (sqPoll ? "SqPoll" : "NoSqPoll");
}

INSTANTIATE_TEST_SUITE_P(Engine, UringOptions, testing::Combine(testing::Bool(), testing::Bool(), testing::Bool()),
                         optionsName);

TEST(UringRegistration, GoesOnWithoutAFileThatCannotBeRegistered) {
    const std::string refusal = refusalOf(EngineKind::IoUring);
    if (!refusal.empty()) GTEST_SKIP() << refusal;
    const TemporaryDirectory directory;
    writeWholeFile(directory.path("file"), contentOf(0, 0, 4096));
    const FileDescriptor file(open(directory.path("file").c_str(), O_RDONLY | O_CLOEXEC));
    EngineRig rig(engineSpec(EngineKind::IoUring, 2), {file.get(), INT32_MAX});
    EXPECT_TRUE(isRefused(rig.engine(), "registerFiles"));
    EXPECT_FALSE(has(rig.engine().features(), "registered-files"));
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 0, 4096), 4096);
}

}  // namespace
}  // namespace ioproof
