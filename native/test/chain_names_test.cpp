// Which name each operation of a chain is on.
#include "core/chain_names.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

namespace ioproof {
namespace {

using Kind = OperationKind;
using Name = PathName;

const Names renamedFile = {Name::RenamedFile};

std::vector<Name> namesIn(const std::vector<Kind>& operations, const Names& found = {Name::File}) {
    std::vector<Name> names;
    for (const auto& one : namesOf(operations, found).operations) names.push_back(one.name);
    return names;
}

TEST(ChainNames, ArePlainWithoutNamesThatComeAndGo) {
    EXPECT_EQ(namesIn({Kind::Stat, Kind::Open, Kind::Read, Kind::Close, Kind::Setattr}),
              std::vector<Name>(5, Name::File));
    EXPECT_EQ(pathsOf({Kind::Open, Kind::Read, Kind::Close}), 1u);
    EXPECT_EQ(pathsOf({}), 1u);
}

TEST(ChainNames, AreThoseOfTheDirectoryUntilItIsRemoved) {
    const std::vector<Kind> chain = {Kind::Mkdir, Kind::Stat, Kind::Rename, Kind::Setxattr, Kind::Rmdir, Kind::Stat};
    EXPECT_EQ(namesIn(chain), (std::vector<Name>{Name::Directory, Name::Directory, Name::Directory,
                                                 Name::RenamedDirectory, Name::RenamedDirectory, Name::File}));
    EXPECT_EQ(namesOf(chain).operations[2].otherName, Name::RenamedDirectory);
    EXPECT_EQ(pathsOf(chain), 4u);
    EXPECT_EQ(namesIn({Kind::Rmdir}), std::vector<Name>{Name::Directory}) << "of an earlier job";
}

TEST(ChainNames, AreRemovedInTheOppositeOrder) {
    const auto chain = namesOf({Kind::Create, Kind::Link, Kind::Symlink, Kind::Unlink, Kind::Unlink, Kind::Unlink});
    const std::vector<Name> expected = {Name::File, Name::Link, Name::Symlink, Name::Symlink, Name::Link, Name::File};
    for (size_t index = 0; index < expected.size(); ++index)
        EXPECT_EQ(chain.operations[index].name, expected[index]) << index;
    EXPECT_EQ(chain.operations[1].otherName, Name::File) << "what the link leads to";
    EXPECT_EQ(chain.operations[2].otherName, Name::Link);
}

TEST(ChainNames, GoBackWithTheSecondRename) {
    const std::vector<Kind> once = {Kind::Rename, Kind::Stat};
    EXPECT_EQ(namesIn(once), (std::vector<Name>{Name::File, Name::RenamedFile}));
    EXPECT_EQ(namesOf(once).left, renamedFile);
    EXPECT_EQ(namesIn(once, renamedFile), (std::vector<Name>{Name::RenamedFile, Name::File}));
    EXPECT_EQ(namesOf(once, renamedFile).left, Names{Name::File});
    EXPECT_EQ(namesOf({Kind::Rename, Kind::Rename}).left, Names{Name::File});
    EXPECT_EQ(namesOf({Kind::Stat}, renamedFile).left, renamedFile);
    EXPECT_EQ(namesOf({Kind::Create, Kind::Close, Kind::Rename, Kind::Unlink}).left, Names{Name::File});
    EXPECT_EQ(namesIn({Kind::Create, Kind::Close}, renamedFile), std::vector<Name>(2, Name::File));
    const auto [first, next] = passNamesOf(once, {});
    EXPECT_EQ(first.operations[0].name, Name::File);
    EXPECT_EQ(next.operations[0].name, Name::RenamedFile);
}

TEST(ChainNames, AreThoseThatEarlierJobsHaveLeft) {
    struct Case {
        std::vector<Kind> before, operations;
        std::vector<Name> expected;
        bool needsFile;
    };
    const std::vector<Case> cases = {
        {{Kind::Mkdir}, {Kind::Stat}, {Name::Directory}, false},
        {{Kind::Mkdir, Kind::Stat}, {Kind::Rename}, {Name::Directory}, false},
        {{Kind::Mkdir, Kind::Rename}, {Kind::Rmdir}, {Name::RenamedDirectory}, false},
        {{Kind::Mkdir, Kind::Rename, Kind::Rmdir}, {Kind::Mkdir}, {Name::Directory}, false},
        {{Kind::Create, Kind::Write, Kind::Close},
         {Kind::Open, Kind::Read, Kind::Close},
         {Name::File, Name::File, Name::File},
         true},
        {{Kind::Create, Kind::Close, Kind::Rename}, {Kind::Unlink}, {Name::RenamedFile}, true},
        {{Kind::Create, Kind::Close, Kind::Link}, {Kind::Stat, Kind::Unlink}, {Name::Link, Name::Link}, false},
        {{Kind::Create, Kind::Close, Kind::Unlink}, {Kind::Create, Kind::Close}, {Name::File, Name::File}, false},
    };
    for (const auto& [before, operations, expected, needsFile] : cases) {
        const Names found = namesOf(before).left;
        EXPECT_EQ(namesIn(operations, found), expected) << nameOf(operations[0]);
        EXPECT_EQ(namesOf(operations, found).needsFile, needsFile) << nameOf(operations[0]);
    }
    EXPECT_EQ(namesOf({Kind::Rename}, namesOf({Kind::Mkdir}).left).operations[0].otherName, Name::RenamedDirectory);
    EXPECT_EQ(pathsOf({Kind::Stat}, {Kind::Mkdir}), 3u);
    EXPECT_EQ(pathsOf({Kind::Rmdir}, {Kind::Mkdir, Kind::Rename}), 4u);
}

TEST(ChainNames, TellWhetherAFileMustExist) {
    for (const auto& chain : std::vector<std::vector<Kind>>{{Kind::Stat},
                                                            {Kind::Readdir},
                                                            {Kind::Link, Kind::Unlink},
                                                            {Kind::Mkdir, Kind::Rmdir, Kind::Open, Kind::Close},
                                                            {Kind::Unlink, Kind::Create, Kind::Close}})
        EXPECT_TRUE(namesOf(chain).needsFile) << nameOf(chain[0]);
    for (const auto& chain : std::vector<std::vector<Kind>>{{Kind::Create, Kind::Close},
                                                            {Kind::Mkdir, Kind::Rename, Kind::Rmdir},
                                                            {Kind::Mkdir, Kind::Rmdir, Kind::Create, Kind::Close},
                                                            {Kind::Rmdir}})
        EXPECT_FALSE(namesOf(chain).needsFile) << nameOf(chain[0]);
}

TEST(ChainNames, AreWrittenFromThePathOfTheFile) {
    const std::string file = "/data/d000001/f000000042";
    const std::string expected[] = {
        file,           file + ".renamed",      file + ".dir",     file + ".dir.renamed",
        file + ".link", file + ".link.renamed", file + ".symlink", file + ".symlink.renamed",
        "/data/d000001"};
    for (size_t index = 0; index < std::size(expected); ++index) {
        std::vector<char> memory(file.size() + longestNameSuffix + 1, 'x');
        writeName(static_cast<Name>(index), file.c_str(), memory.data());
        EXPECT_EQ(std::string(memory.data()), expected[index]);
    }
}

}  // namespace
}  // namespace ioproof
