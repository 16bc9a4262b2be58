"""The web house: Django remembers, shows, asks and permits; what is decided is decided by the rooms below.

Start it with ``fupan serve``. One process serves one workspace, named by ``FUPAN_WORKSPACE``.

accounts   who signs in                     rights   what each may see and do, declared at every page
org        who sits where, by date          audit    who saw or changed what
shell      the frame of every page          cockpit  the figures of the day
jobs       work in the background           ops      health, backup, mail
"""
