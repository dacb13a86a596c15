import { ApolloServer } from '@apollo/server';
import { announce } from '../announce.mjs';
import { serveApollo } from '../apollo-route.mjs';
import { whole } from '../model.mjs';

announce(await serveApollo(new ApolloServer({ ...whole, csrfPrevention: false })));
