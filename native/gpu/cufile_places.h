// Where the library of cuFile may lie on a node that does not tell the loader of it.
#pragma once

#include <string>
#include <vector>

namespace ioproof {

/// Names and paths to try, in order: the bare name, then the files that there are where CUDA, conda and the Python
/// packages keep it, newest version of CUDA first.
std::vector<std::string> cufileCandidates();

}  // namespace ioproof
