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

std::vector<Name> namesIn(const std::vector<Kind>& operations, bool renamed = false) {
    std::vector<Name> names;
    for (const auto& one : namesOf(operations, renamed).operations) names.push_back(one.name);
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
    EXPECT_EQ(namesOf(chain, false).operations[2].otherName, Name::RenamedDirectory);
    EXPECT_EQ(pathsOf(chain), 4u);
    EXPECT_EQ(namesIn({Kind::Rmdir}), std::vector<Name>{Name::Directory}) << "of an earlier job";
}

TEST(ChainNames, AreRemovedInTheOppositeOrder) {
    const auto chain =
        namesOf({Kind::Create, Kind::Link, Kind::Symlink, Kind::Unlink, Kind::Unlink, Kind::Unlink}, false);
    const std::vector<Name> expected = {Name::File, Name::Link, Name::Symlink, Name::Symlink, Name::Link, Name::File};
    for (size_t index = 0; index < expected.size(); ++index)
        EXPECT_EQ(chain.operations[index].name, expected[index]) << index;
    EXPECT_EQ(chain.operations[1].otherName, Name::File) << "what the link leads to";
    EXPECT_EQ(chain.operations[2].otherName, Name::Link);
}

TEST(ChainNames, GoBackWithTheSecondRename) {
    const std::vector<Kind> once = {Kind::Rename, Kind::Stat};
    EXPECT_EQ(namesIn(once), (std::vector<Name>{Name::File, Name::RenamedFile}));
    EXPECT_TRUE(namesOf(once, false).leavesRenamed);
    EXPECT_EQ(namesIn(once, true), (std::vector<Name>{Name::RenamedFile, Name::File}));
    EXPECT_FALSE(namesOf(once, true).leavesRenamed);
    EXPECT_FALSE(namesOf({Kind::Rename, Kind::Rename}, false).leavesRenamed);
    EXPECT_TRUE(namesOf({Kind::Stat}, true).leavesRenamed);
    EXPECT_FALSE(namesOf({Kind::Create, Kind::Close, Kind::Rename, Kind::Unlink}, false).leavesRenamed);
    EXPECT_EQ(namesIn({Kind::Create, Kind::Close}, true), std::vector<Name>(2, Name::File));
}

TEST(ChainNames, TellWhetherAFileMustExist) {
    for (const auto& chain : std::vector<std::vector<Kind>>{{Kind::Stat},
                                                            {Kind::Readdir},
                                                            {Kind::Link, Kind::Unlink},
                                                            {Kind::Mkdir, Kind::Rmdir, Kind::Open, Kind::Close},
                                                            {Kind::Unlink, Kind::Create, Kind::Close}})
        EXPECT_TRUE(namesOf(chain, false).needsFile) << nameOf(chain[0]);
    for (const auto& chain : std::vector<std::vector<Kind>>{{Kind::Create, Kind::Close},
                                                            {Kind::Mkdir, Kind::Rename, Kind::Rmdir},
                                                            {Kind::Mkdir, Kind::Rmdir, Kind::Create, Kind::Close},
                                                            {Kind::Rmdir}})
        EXPECT_FALSE(namesOf(chain, false).needsFile) << nameOf(chain[0]);
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
