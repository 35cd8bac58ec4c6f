"""The other side of the wire: both vendors' documented APIs as real HTTP servers over one pretend world.

Written from the vendors' references alone. Imports nothing of the rest of the program, so that an error of
the client cannot hide behind the same error here.

`home/` and `rentals/` are the two halves of the world, `tedee/` and `remotelock/` the wires to them,
`worlds/` furnishes them.
"""
